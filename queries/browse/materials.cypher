// name: browse.materials
// title: 材料列表 | Materials
// summary: 按来源、类型、证照类型、情形、所载字段、数源筛选材料；按材料编码排序，下一页从 after 之后开始。
//   | Materials by origin, type, licence type, situation, field carried and source; sorted by code; the next page
//   starts after `after`.
// params: origin (string = null), material_type (string = null), licence_type (string = null),
//   situation (string = null), field (string = null), source (string = null), after (string = ''),
//   limit (integer = 100)
// returns: material_code, name, material_type, origin, issuer, licence_type_code, situations, fields, sources
// browser: :params {origin: 'government', material_type: 'licence', licence_type: null, situation: null,
//   field: null, source: null, after: '', limit: 100}
MATCH (m:Material)
WHERE m.material_code > $after
  AND ($origin IS NULL OR m.origin = $origin)
  AND ($material_type IS NULL OR m.material_type = $material_type)
  AND ($licence_type IS NULL OR m.licence_type_code = $licence_type)
  AND ($situation IS NULL OR EXISTS { (m)<-[:REQUIRES]-(:Situation {situation_code: $situation}) })
  AND ($field IS NULL OR EXISTS { (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(:Field {field_code: $field}) })
  AND ($source IS NULL OR EXISTS { (m)-[:OBTAINED_VIA]->(:DataSource {source_code: $source}) })
WITH m ORDER BY m.material_code LIMIT $limit
RETURN m.material_code AS material_code, m.name AS name, m.material_type AS material_type, m.origin AS origin,
  m.issuer AS issuer, m.licence_type_code AS licence_type_code,
  COUNT { (m)<-[:REQUIRES]-() } AS situations,
  COUNT { MATCH (m)-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]->(f:Field) RETURN DISTINCT f } AS fields,
  COUNT { MATCH (m)-[:OBTAINED_VIA]->(d:DataSource) RETURN DISTINCT d } AS sources
ORDER BY material_code
