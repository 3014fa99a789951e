// name: browse.situations
// title: 情形列表 | Situations
// summary: 按事项、所需材料、一件事主题筛选情形；按情形编码排序，下一页从 after 之后开始。
//   | Situations by item, required material and theme; sorted by code; the next page starts after `after`.
// params: item (string = null), material (string = null), theme (string = null), after (string = ''),
//   limit (integer = 100)
// returns: situation_code, name, item_code, item_name, condition, audiences, regions, materials_complete, annual_cases,
//   status, materials
// browser: :params {item: '11990100MB0000100L3990010002000', material: null, theme: null, after: '', limit: 100}
MATCH (s:Situation)
WHERE s.situation_code > $after
  AND ($item IS NULL OR s.item_code = $item)
  AND ($material IS NULL OR EXISTS { (s)-[:REQUIRES]->(:Material {material_code: $material}) })
  AND ($theme IS NULL OR EXISTS { (s)<-[:INCLUDES]-(:Theme {theme_code: $theme}) })
WITH s ORDER BY s.situation_code LIMIT $limit
OPTIONAL MATCH (s)<-[:HAS_SITUATION]-(i:Item)
RETURN s.situation_code AS situation_code, s.name AS name, s.item_code AS item_code, i.name AS item_name,
  s.condition AS condition, s.audiences AS audiences, s.regions AS regions,
  s.materials_complete AS materials_complete, s.annual_cases AS annual_cases, s.status AS status,
  COUNT { (s)-[:REQUIRES]->() } AS materials
ORDER BY situation_code
