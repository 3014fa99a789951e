// name: browse.chain
// title: 一个事项的五级链 | The chain of an item
// summary: 事项的每个情形、材料、字段、数源，一条路径一行；relationship 为 SUPPLIED_BY 的是字段的数源，为 OBTAINED_VIA
//   的是整份材料的数源及其获取方式。没有下一级的留空。
//   | Every situation, material, field and source of an item, one row for each path. relationship: SUPPLIED_BY for the
//   source of a field, OBTAINED_VIA for the source of a whole material, with its mode. Levels that do not exist are
//   empty.
// params: item_code (string)
// returns: situation_code, situation, material_code, material, necessity, field_code, field, relationship, mode,
//   source_code, source
// browser: :params {item_code: '11990100MB0000100L3990010002000'}
MATCH (:Item {item_code: $item_code})-[:HAS_SITUATION]->(s:Situation)
OPTIONAL MATCH (s)-[r:REQUIRES]->(m:Material)
OPTIONAL CALL (m) {
  MATCH (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(f:Field)
  OPTIONAL MATCH (f)-[b:SUPPLIED_BY]->(d:DataSource)
  RETURN f, type(b) AS relationship, null AS mode, d
  UNION
  MATCH (m)-[b:OBTAINED_VIA]->(d:DataSource)
  RETURN null AS f, type(b) AS relationship, b.mode AS mode, d
}
RETURN s.situation_code AS situation_code, s.name AS situation,
  m.material_code AS material_code, m.name AS material, r.necessity AS necessity,
  f.field_code AS field_code, f.name AS field,
  relationship, mode, d.source_code AS source_code, d.name AS source
ORDER BY s.position, situation_code, material_code, field_code, source_code, mode
