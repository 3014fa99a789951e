// name: browse.material
// title: 一种材料 | One material
// summary: 材料及其证照类型、表单、所载字段、数源绑定、核发该材料的事项，以及要求该材料的情形数和事项数。
//   | A material with its licence type, forms, fields, bindings to sources, the items that issue it, and the numbers of
//   situations and items that require it.
// params: material_code (string)
// returns: material, licence_type, forms, fields, bindings, produced_by, situations, items
// browser: :params {material_code: 'CL020001'}
// listed: no
MATCH (m:Material {material_code: $material_code})
RETURN m {.*} AS material,
  head([(m)-[:ISSUED_AS]->(l:LicenceType) | l {.licence_type_code, .name, .aggregation}]) AS licence_type,
  COLLECT { MATCH (m)-[:HAS_FORM]->(f:Form) RETURN f {.form_code, .name} ORDER BY f.form_code } AS forms,
  COLLECT {
    CALL (m) {
      MATCH (m)-[:HAS_FORM]->(o:Form)-[:HAS_FIELD]->(x:FormField)-[:STANDS_FOR]->(f:Field)
      RETURN f, o.form_code AS form_code, x
      UNION
      MATCH (m)-[:PROVES]->(f:Field)
      RETURN f, null AS form_code, null AS x
    }
    RETURN f {
      .field_code, .name, .act_of_will, .login_identity,
      form_code: form_code, label: x.label, required: x.required, position: x.position,
      sources: COUNT { MATCH (f)-[:SUPPLIED_BY]->(d:DataSource) RETURN DISTINCT d }
    }
    ORDER BY form_code, x.position, f.field_code
  } AS fields,
  COLLECT {
    MATCH (m)-[b:OBTAINED_VIA]->(d:DataSource)
    RETURN b {.*, source_code: d.source_code, source_name: d.name, source_status: d.status}
    ORDER BY b.authoritative DESC, b.priority, d.source_code, b.mode, b.binding
  } AS bindings,
  COLLECT { MATCH (m)<-[:PRODUCES]-(i:Item) RETURN i {.item_code, .name} ORDER BY i.item_code } AS produced_by,
  COUNT { (m)<-[:REQUIRES]-() } AS situations,
  COUNT { MATCH (m)<-[:REQUIRES]-(:Situation)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items
