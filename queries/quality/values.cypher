// name: quality.values
// title: 属性取值分布 | Values of attributes
// summary: 每类节点和关系在所列属性上的每个取值、出现次数和几个编码示例（关系取起点的编码），列表中的值分别计数；用于找出代码表之外的值。
//   | Every value of the given attributes for each kind of node and relationship, with the number of occurrences and
//   the codes of a few examples (for relationships, of their start nodes). Members of lists count separately. Useful
//   to find values outside of code lists.
// params: attributes (string list)
// returns: kind, attribute, value, count, examples
// browser: :params {attributes: ['item_type', 'origin', 'sharing', 'necessity']}
CALL () {
  MATCH (n)
  UNWIND [name IN keys(n) WHERE name IN $attributes] AS attribute
  RETURN labels(n)[0] AS kind, n AS at, attribute, n[attribute] AS held
  UNION ALL
  MATCH (n)-[r]->()
  UNWIND [name IN keys(r) WHERE name IN $attributes] AS attribute
  RETURN type(r) AS kind, n AS at, attribute, r[attribute] AS held
}
UNWIND CASE WHEN held IS :: LIST<ANY> THEN held ELSE [held] END AS value
WITH kind, attribute, value, count(*) AS count, collect(DISTINCT at)[..3] AS some
RETURN kind, attribute, value, count, [at IN some | coalesce(
  at.step_code, at.situation_code, at.item_code, at.form_field_code, at.form_code, at.material_code, at.field_code,
  at.source_code, at.option_code, at.question_code, at.theme_code, at.licence_type_code, at.department_code,
  at.catalogue_code, at.region_code
)] AS examples
ORDER BY kind, attribute, count DESC, value
