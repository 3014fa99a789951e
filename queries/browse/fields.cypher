// name: browse.fields
// title: 字段列表 | Fields
// summary: 按材料、数源、分类筛选字段；按字段编码排序，下一页从 after 之后开始。
//   | Fields by material, source and category; sorted by code; the next page starts after `after`.
// params: material (string = null), source (string = null), category (string = null), after (string = ''),
//   limit (integer = 100)
// returns: field_code, name, control, category, act_of_will, login_identity, materials, sources
// browser: :params {material: 'CL010002', source: null, category: null, after: '', limit: 100}
MATCH (f:Field)
WHERE f.field_code > $after
  AND ($category IS NULL OR f.category = $category)
  AND ($source IS NULL OR EXISTS { (f)-[:SUPPLIED_BY]->(:DataSource {source_code: $source}) })
  AND ($material IS NULL OR EXISTS {
    (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(:Material {material_code: $material})
  })
WITH f ORDER BY f.field_code LIMIT $limit
RETURN f.field_code AS field_code, f.name AS name, f.control AS control, f.category AS category,
  f.act_of_will AS act_of_will, f.login_identity AS login_identity,
  COUNT { MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material) RETURN DISTINCT m } AS materials,
  COUNT { MATCH (f)-[:SUPPLIED_BY]->(d:DataSource) RETURN DISTINCT d } AS sources
ORDER BY field_code
