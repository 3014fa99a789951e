// name: statistics.licence_types
// title: 证照类型的汇聚与应用 | Licence types by aggregation and use
// summary: 每个证照类型的汇聚状态、共享应用场景数，及属于该类型的材料数和要求这些材料的情形数。已取消的材料要求不计。
//   | For each licence type its aggregation status, and the numbers of scenarios that share it, of materials that are
//   issued as it, and of situations that require these. Requirements that a reform dropped do not count.
// params: none
// returns: licence_type_code, name, issuer_code, issuer_name, aggregation, scenarios, materials, situations
MATCH (l:LicenceType)
OPTIONAL MATCH (l)-[:ISSUED_BY]->(d:Department)
RETURN l.licence_type_code AS licence_type_code, l.name AS name, l.issuer_code AS issuer_code, d.name AS issuer_name,
  l.aggregation AS aggregation, size(coalesce(l.scenarios, [])) AS scenarios,
  COUNT { (l)<-[:ISSUED_AS]-(:Material) } AS materials,
  COUNT {
    MATCH (l)<-[:ISSUED_AS]-(:Material)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
    RETURN DISTINCT s
  } AS situations
ORDER BY situations DESC, licence_type_code
