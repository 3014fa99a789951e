// name: browse.item
// title: 一个事项 | One item
// summary: 事项及其目录、部门、区划、情形、环节、产出材料、所属一件事和法定前置事项。
//   | An item with its catalogue entry, department, region, situations, steps, the materials that it produces, its
//   themes, and the items that must precede it by law.
// params: item_code (string)
// returns: item, catalogue_entry, department, region, situations, steps, produces, themes, preceded_by
// browser: :params {item_code: '11990100MB0000100L3990010002000'}
// listed: no
MATCH (i:Item {item_code: $item_code})
RETURN i {.*} AS item,
  head([(i)<-[:IMPLEMENTED_AS]-(c:CatalogueEntry) | c {.catalogue_code, .name}]) AS catalogue_entry,
  head([(i)-[:RUN_BY]->(d:Department) | d {.department_code, .name, .level}]) AS department,
  head([(i)-[:HELD_IN]->(r:Region) | r {.region_code, .name, .level}]) AS region,
  COLLECT {
    MATCH (i)-[:HAS_SITUATION]->(s:Situation)
    RETURN s {
      .situation_code, .name, .condition, .audiences, .regions, .materials_complete, .annual_cases, .status,
      materials: COUNT { (s)-[:REQUIRES]->() }
    }
    ORDER BY s.position, s.situation_code
  } AS situations,
  COLLECT {
    MATCH (i)-[:HAS_STEP]->(p:Step)
    OPTIONAL MATCH (p)-[:DONE_BY]->(d:Department)
    RETURN p {.*, department_name: d.name} ORDER BY p.position, p.step_code
  } AS steps,
  COLLECT {
    MATCH (i)-[:PRODUCES]->(m:Material) RETURN m {.material_code, .name} ORDER BY m.material_code
  } AS produces,
  COLLECT {
    MATCH (i)-[:HAS_SITUATION]->(:Situation)<-[:INCLUDES]-(t:Theme)
    WITH DISTINCT t ORDER BY t.theme_code
    RETURN t {.theme_code, .name}
  } AS themes,
  COLLECT {
    MATCH (i)<-[p:PRECEDES]-(before:Item)
    RETURN before {.item_code, .name, legal_basis: p.legal_basis} ORDER BY before.item_code
  } AS preceded_by
