// name: browse.chain_edges
// title: 一个事项五级链的边 | The chain of an item as edges
// summary: 事项 → 情形 → 材料 → 字段 → 数源的每条关系一行，供绘图；表单字段并为材料到字段的一条边，其标签等在 properties 中。
//   | Every relationship from the item down to the sources, one row each, for drawing; a form field becomes one edge
//   from material to field, with its label and the like in `properties`.
// params: item_code (string)
// returns: type, start_kind, start_code, start_name, end_kind, end_code, end_name, properties
// browser: :params {item_code: '11990100MB0000100L3990010002000'}
// listed: no
MATCH (i:Item {item_code: $item_code})
WITH i, COLLECT { MATCH (i)-[:HAS_SITUATION]->()-[:REQUIRES]->(m:Material) RETURN DISTINCT m } AS materials
CALL (i, materials) {
  MATCH (i)-[r:HAS_SITUATION]->(s:Situation)
  RETURN 1 AS level, type(r) AS type, i AS start, s AS end, {} AS properties
  UNION ALL
  MATCH (i)-[:HAS_SITUATION]->(s:Situation)-[r:REQUIRES]->(m:Material)
  RETURN 2 AS level, type(r) AS type, s AS start, m AS end, r {.*} AS properties
  UNION ALL
  UNWIND materials AS m
  MATCH (m)-[r:HAS_FORM]->(:Form)-[:HAS_FIELD]->(x:FormField)-[:STANDS_FOR]->(f:Field)
  RETURN 3 AS level, type(r) AS type, m AS start, f AS end,
    x {.form_code, .form_field_code, .label, .required, .position} AS properties
  UNION ALL
  UNWIND materials AS m
  MATCH (m)-[r:PROVES]->(f:Field)
  RETURN 3 AS level, type(r) AS type, m AS start, f AS end, {} AS properties
  UNION ALL
  UNWIND materials AS m
  MATCH (m)-[r:OBTAINED_VIA]->(d:DataSource)
  RETURN 4 AS level, type(r) AS type, m AS start, d AS end, r {.*} AS properties
  UNION ALL
  UNWIND materials AS m
  MATCH (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(f:Field)
  WITH DISTINCT f
  MATCH (f)-[r:SUPPLIED_BY]->(d:DataSource)
  RETURN 5 AS level, type(r) AS type, f AS start, d AS end, r {.*} AS properties
}
WITH level, type, properties,
  labels(start)[0] AS start_kind, start.name AS start_name,
  coalesce(start.situation_code, start.item_code, start.material_code, start.field_code) AS start_code,
  labels(end)[0] AS end_kind, end.name AS end_name,
  coalesce(end.situation_code, end.material_code, end.field_code, end.source_code) AS end_code
ORDER BY level, start_code, end_code, properties.position, properties.mode, properties.binding
RETURN type, start_kind, start_code, start_name, end_kind, end_code, end_name, properties
