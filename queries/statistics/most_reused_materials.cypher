// name: statistics.most_reused_materials
// title: 复用最多的材料 | Most reused materials
// summary: 被最多情形要求的材料，及涉及的事项、部门数和获取方式。已取消的材料要求不计。
//   | The materials that most situations require, with the numbers of items and departments and the modes in which they
//   are obtained. Requirements that a reform dropped do not count.
// params: limit (integer = 50)
// returns: material_code, name, origin, situations, items, departments, modes
// browser: :params {limit: 50}
MATCH (m:Material)<-[r:REQUIRES]-(s:Situation)
WHERE coalesce(r.status, '') <> 'removed'
WITH m, collect(DISTINCT s) AS situations
ORDER BY size(situations) DESC, m.material_code LIMIT $limit
RETURN m.material_code AS material_code, m.name AS name, m.origin AS origin, size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items,
  COUNT {
    UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(:Item)-[:RUN_BY]->(d:Department) RETURN DISTINCT d
  } AS departments,
  COLLECT { MATCH (m)-[b:OBTAINED_VIA]->() WITH DISTINCT b.mode AS mode ORDER BY mode RETURN mode } AS modes
ORDER BY situations DESC, material_code
