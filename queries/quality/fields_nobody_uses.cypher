// name: quality.fields_nobody_uses
// title: 无人使用的字段 | Fields nobody uses
// summary: 不在任何表单上、不由任何材料证明，也不是任何数源查询所需的字段。
//   | Fields that are not on any form, not proved by any material and not a key field of any source.
// params: none
// returns: field_code, name, category, sources
CALL () {
  MATCH ()-[b:SUPPLIED_BY|OBTAINED_VIA]->()
  UNWIND b.key_fields AS key
  RETURN collect(DISTINCT key) AS keys
}
MATCH (f:Field)
WHERE NOT (f)<-[:STANDS_FOR|PROVES]-() AND NOT f.field_code IN keys
RETURN f.field_code AS field_code, f.name AS name, f.category AS category,
  COUNT { MATCH (f)-[:SUPPLIED_BY]->(d:DataSource) RETURN DISTINCT d } AS sources
ORDER BY field_code
