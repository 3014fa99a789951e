// name: quality.fields_without_source
// title: 没有数源的字段 | Fields without a source
// summary: 没有任何数源的字段，受影响情形最多的排在前面；本人意思表示（签名、同意、选择）不需要数源，不列出。已取消的材料要求不计。
//   | Fields that no source supplies; those that affect most situations come first. Acts of will need no source and are
//   left out. Requirements that a reform dropped do not count.
// params: none
// returns: field_code, name, login_identity, materials, situations
MATCH (f:Field)
WHERE NOT (f)-[:SUPPLIED_BY]->() AND NOT coalesce(f.act_of_will, false)
WITH f, COLLECT { MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material) RETURN DISTINCT m } AS materials
RETURN f.field_code AS field_code, f.name AS name, f.login_identity AS login_identity, size(materials) AS materials,
  COUNT {
    UNWIND materials AS m
    MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
    RETURN DISTINCT s
  } AS situations
ORDER BY situations DESC, materials DESC, field_code
