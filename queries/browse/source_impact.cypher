// name: browse.source_impact
// title: 一个数源停用的影响面 | How much depends on a source
// summary: 依赖该数源的字段、材料、情形、事项、部门、一件事各有多少，所涉情形的年办件量。已取消的材料要求不计。
//   | How many fields, materials, situations, items, departments and themes depend on a source, and the cases a year of
//   those situations. Requirements dropped by a reform do not count.
// params: source_code (string)
// returns: source_code, name, status, fields, materials, situations, items, departments, themes, annual_cases
// browser: :params {source_code: 'SY0006'}
MATCH (d:DataSource {source_code: $source_code})
WITH d, COLLECT { MATCH (d)<-[:SUPPLIED_BY]-(f:Field) RETURN DISTINCT f } AS fields
WITH d, fields, COLLECT {
  MATCH (d)<-[:OBTAINED_VIA]-(m:Material) RETURN m
  UNION
  UNWIND fields AS f MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material) RETURN m
} AS materials
WITH d, fields, materials, COLLECT {
  UNWIND materials AS m MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
  RETURN DISTINCT s
} AS situations
RETURN d.source_code AS source_code, d.name AS name, d.status AS status,
  size(fields) AS fields, size(materials) AS materials, size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items,
  COUNT {
    UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(:Item)-[:RUN_BY]->(o:Department) RETURN DISTINCT o
  } AS departments,
  COUNT { UNWIND situations AS s MATCH (s)<-[:INCLUDES]-(t:Theme) RETURN DISTINCT t } AS themes,
  reduce(cases = 0, s IN situations | cases + coalesce(s.annual_cases, 0)) AS annual_cases
