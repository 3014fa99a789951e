// name: statistics.departments
// title: 部门的事项、材料、字段 | Departments by items, materials and fields
// summary: 各部门的事项、情形数，所要求的不同材料数、材料所载的不同字段数，年办件量。已取消的材料要求不计。
//   | Numbers of items and situations of each department, of the different materials that they require, of the
//   different fields of these materials, and of cases a year. Requirements that a reform dropped do not count.
// params: none
// returns: department_code, name, items, situations, materials, fields, annual_cases
MATCH (d:Department)<-[:RUN_BY]-(i:Item)
WITH d, collect(i) AS items, sum(i.annual_cases) AS annual_cases
WITH d, items, annual_cases,
  COLLECT { UNWIND items AS i MATCH (i)-[:HAS_SITUATION]->(s:Situation) RETURN s } AS situations
WITH d, items, annual_cases, situations, COLLECT {
  UNWIND situations AS s MATCH (s)-[r:REQUIRES]->(m:Material) WHERE coalesce(r.status, '') <> 'removed'
  RETURN DISTINCT m
} AS materials
RETURN d.department_code AS department_code, d.name AS name, size(items) AS items, size(situations) AS situations,
  size(materials) AS materials,
  COUNT { UNWIND materials AS m MATCH (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(f:Field) RETURN DISTINCT f } AS fields,
  annual_cases
ORDER BY items DESC, department_code
