// name: quality.aggregated_licences_asked_for
// title: 证照已汇聚仍要求提交的材料 | Aggregated licences still required
// summary: 证照类型已汇聚，但仍被情形要求、又没有启用的证照共享绑定的材料；须收缴原件的不列出。已取消的材料要求不计。
//   | Materials whose licence type is aggregated, but which situations still require and which have no active binding
//   for licence sharing; materials whose original must be surrendered are left out. Requirements that a reform
//   dropped do not count.
// params: none
// returns: licence_type_code, licence_name, material_code, name, situations, items, annual_cases
MATCH (l:LicenceType {aggregation: 'done'})<-[:ISSUED_AS]-(m:Material)
WHERE NOT coalesce(m.original_surrendered, false)
  AND NOT EXISTS { (m)-[:OBTAINED_VIA {mode: 'licence_sharing', status: 'active'}]->() }
WITH l, m, COLLECT { MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed' RETURN s } AS situations
WHERE size(situations) > 0
RETURN l.licence_type_code AS licence_type_code, l.name AS licence_name, m.material_code AS material_code, m.name AS name,
  size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items,
  reduce(cases = 0, s IN situations | cases + coalesce(s.annual_cases, 0)) AS annual_cases
ORDER BY situations DESC, licence_type_code, material_code
