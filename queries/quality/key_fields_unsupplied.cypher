// name: quality.key_fields_unsupplied
// title: 没有来源的查询字段 | Key fields that nothing supplies
// summary: 查询数源所需，但没有数源提供、登录也不能得知的字段，及依赖该字段的绑定数；name 为空表示字段未登记。
//   | Fields that are needed to query sources, although no source supplies them and no login makes them known, with the
//   number of bindings that depend on each. name: empty if the field is not recorded.
// params: none
// returns: field_code, name, bindings, source_codes
MATCH ()-[b:SUPPLIED_BY|OBTAINED_VIA]->(d:DataSource)
UNWIND b.key_fields AS key
WITH key, count(DISTINCT b) AS bindings, collect(DISTINCT d.source_code) AS codes
OPTIONAL MATCH (f:Field {field_code: key})
WITH key, f, bindings, codes
WHERE f IS NULL OR (f.login_identity IS NULL AND NOT (f)-[:SUPPLIED_BY]->())
RETURN key AS field_code, f.name AS name, bindings,
  COLLECT { UNWIND codes AS code RETURN code ORDER BY code } AS source_codes
ORDER BY bindings DESC, field_code
