// name: quality.materials_without_facts
// title: 未登记所含字段的材料 | Materials whose facts are not recorded
// summary: 没有表单字段的申请表单，和没有登记所证明字段的其他材料；被情形要求最多的排在前面。已取消的材料要求不计。
//   | Application forms without fields, and other materials for which no proved field is recorded; those required most
//   often come first. Requirements that a reform dropped do not count.
// params: none
// returns: material_code, name, material_type, origin, situations
MATCH (m:Material)
WHERE CASE m.material_type
    WHEN 'application_form' THEN NOT EXISTS { (m)-[:HAS_FORM]->()-[:HAS_FIELD]->() }
    ELSE NOT EXISTS { (m)-[:PROVES]->() }
  END
RETURN m.material_code AS material_code, m.name AS name, m.material_type AS material_type, m.origin AS origin,
  COUNT { (m)<-[r:REQUIRES]-() WHERE coalesce(r.status, '') <> 'removed' } AS situations
ORDER BY situations DESC, material_code
