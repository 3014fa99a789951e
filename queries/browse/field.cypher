// name: browse.field
// title: 一个字段 | One field
// summary: 字段及其数源绑定、载有该字段的材料（前 100 种）和在各表单上的标签。
//   | A field with its bindings to sources, the materials that carry it (the first 100) and its labels on forms.
// params: field_code (string)
// returns: field, bindings, materials, labels
// browser: :params {field_code: 'ZD000014'}
// listed: no
MATCH (f:Field {field_code: $field_code})
RETURN f {.*} AS field,
  COLLECT {
    MATCH (f)-[b:SUPPLIED_BY]->(d:DataSource)
    RETURN b {.*, source_code: d.source_code, source_name: d.name, source_status: d.status}
    ORDER BY b.authoritative DESC, b.priority, d.source_code, b.binding
  } AS bindings,
  COLLECT {
    MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material)
    WITH DISTINCT m ORDER BY m.material_code LIMIT 100
    RETURN m {.material_code, .name, .material_type}
  } AS materials,
  COLLECT {
    MATCH (f)<-[:STANDS_FOR]-(x:FormField)
    WITH DISTINCT x.label AS label ORDER BY label
    RETURN label
  } AS labels
