// name: quality.fields_without_active_source
// title: 数源均未启用的字段 | Fields without an active source
// summary: 登记了数源，但没有一个绑定及其数源同时处于启用状态的字段，及各绑定的状态。
//   | Fields with recorded sources, of which none is active with an active binding; with the status of each binding.
// params: none
// returns: field_code, name, bindings
MATCH (f:Field)
WHERE EXISTS { (f)-[:SUPPLIED_BY]->() }
  AND NOT EXISTS { (f)-[:SUPPLIED_BY {status: 'active'}]->(:DataSource {status: 'active'}) }
RETURN f.field_code AS field_code, f.name AS name,
  COLLECT {
    MATCH (f)-[b:SUPPLIED_BY]->(d:DataSource)
    RETURN {
      source_code: d.source_code, source_name: d.name, binding: b.binding,
      binding_status: b.status, source_status: d.status
    }
    ORDER BY d.source_code, b.binding
  } AS bindings
ORDER BY field_code
