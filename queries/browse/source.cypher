// name: browse.source
// title: 一个数源 | One source
// summary: 数源及其责任部门，以及与字段、材料的各个绑定。
//   | A source with its owner and all its bindings of fields and materials.
// params: source_code (string)
// returns: source, owner, field_bindings, material_bindings
// browser: :params {source_code: 'SY0006'}
// listed: no
MATCH (d:DataSource {source_code: $source_code})
RETURN d {.*} AS source,
  head([(d)-[:OWNED_BY]->(o:Department) | o {.department_code, .name, .level}]) AS owner,
  COLLECT {
    MATCH (d)<-[b:SUPPLIED_BY]-(f:Field)
    RETURN b {.*, field_code: f.field_code, field_name: f.name} ORDER BY f.field_code, b.binding
  } AS field_bindings,
  COLLECT {
    MATCH (d)<-[b:OBTAINED_VIA]-(m:Material)
    RETURN b {.*, material_code: m.material_code, material_name: m.name}
    ORDER BY m.material_code, b.mode, b.binding
  } AS material_bindings
