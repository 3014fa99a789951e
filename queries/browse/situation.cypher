// name: browse.situation
// title: 一个情形 | One situation
// summary: 情形及其事项、所需材料（必要性、任选组等）、导向该情形的判断项和所属一件事。
//   | A situation with its item, the materials it requires (necessity, alternative group …), the answers that lead to
//   it and its themes.
// params: situation_code (string)
// returns: situation, item, materials, answers, themes
// browser: :params {situation_code: '11990100MB0000100L399001000200001'}
// listed: no
MATCH (s:Situation {situation_code: $situation_code})
RETURN s {.*} AS situation,
  head([(s)<-[:HAS_SITUATION]-(i:Item) | i {.item_code, .name, .department_code, .region_code}]) AS item,
  COLLECT {
    MATCH (s)-[r:REQUIRES]->(m:Material)
    RETURN m {
      .material_code, .name, .material_type, .origin, .licence_type_code,
      requires: r {.*},
      fields: COUNT { MATCH (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(f:Field) RETURN DISTINCT f },
      sources: COUNT { MATCH (m)-[:OBTAINED_VIA]->(d:DataSource) RETURN DISTINCT d }
    }
    ORDER BY m.material_code
  } AS materials,
  COLLECT {
    MATCH (s)<-[:LEADS_TO]-(o:Option)<-[:OFFERS]-(q:Question)
    RETURN {question_code: q.question_code, question: q.name, option_code: o.option_code, option: o.name}
    ORDER BY q.question_code, o.position, o.option_code
  } AS answers,
  COLLECT {
    MATCH (s)<-[:INCLUDES]-(t:Theme) RETURN t {.theme_code, .name} ORDER BY t.theme_code
  } AS themes
