// name: quality.government_materials_without_source
// title: 尚无数源的政府核发材料 | Government materials without a source
// summary: 由政府部门核发，但没有登记任何获取方式的材料；被情形要求最多的排在前面。已取消的材料要求不计。
//   | Materials issued by government for which no way of obtaining them is recorded; those required most often come
//   first. Requirements that a reform dropped do not count.
// params: none
// returns: material_code, name, issuer, licence_type_code, aggregation, situations, items
MATCH (m:Material {origin: 'government'})
WHERE NOT (m)-[:OBTAINED_VIA]->()
WITH m, COLLECT { MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed' RETURN s } AS situations
OPTIONAL MATCH (m)-[:ISSUED_AS]->(l:LicenceType)
RETURN m.material_code AS material_code, m.name AS name, m.issuer AS issuer,
  m.licence_type_code AS licence_type_code, l.aggregation AS aggregation, size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items
ORDER BY situations DESC, material_code
