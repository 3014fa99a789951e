// The fields of a situation's application forms, each with its first source that is in force, shared and fresh; no
// scopes, no keys, no reasons: less than the API answers. A peer for the benchmark.
// Parameters: code (situation code)
MATCH (s:Situation {situation_code: $code})-[r:REQUIRES]->(m:Material {material_type: 'application_form'})
      -[:HAS_FORM]->()-[:HAS_FIELD]->(e)-[:STANDS_FOR]->(f:Field)
WHERE coalesce(r.status, 'active') <> 'removed'
OPTIONAL MATCH (f)-[b:SUPPLIED_BY {status: 'active', returns: 'value'}]->(d:DataSource {status: 'active'})
WHERE d.data_updated_at + duration({days: coalesce(b.max_age_days, -99999)}) >= date()
  AND (d.sharing = 'unconditional' OR (d.sharing = 'conditional' AND b.approved))
WITH m, e, f, b, d ORDER BY b.authoritative DESC, b.priority, d.source_code
WITH m, e, f, collect({source_code: d.source_code, source_name: d.name, binding: b.binding})[0] AS first
RETURN e.form_field_code AS form_field_code, e.label AS label, e.control AS control, e.required AS required,
  m.material_code AS material_code, f.field_code AS field_code, f.name AS name, first.source_code AS source_code,
  first.source_name AS source_name, first.binding AS binding
ORDER BY form_field_code
