// name: browse.departments
// title: 部门列表 | Departments
// summary: 部门及其事项数、数源数，可按区划（含下级）筛选；按部门编码排序，下一页从 after 之后开始。
//   | Departments with the number of their items and sources, by region (those below it included); sorted by code; the
//   next page starts after `after`.
// params: region (string = null), after (string = ''), limit (integer = 100)
// returns: department_code, name, level, region_code, items, sources
// browser: :params {region: '990100', after: '', limit: 100}
MATCH (d:Department)
WHERE d.department_code > $after
  AND ($region IS NULL OR EXISTS { (d)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(:Region {region_code: $region}) })
WITH d ORDER BY d.department_code LIMIT $limit
RETURN d.department_code AS department_code, d.name AS name, d.level AS level, d.region_code AS region_code,
  COUNT { (d)<-[:RUN_BY]-(:Item) } AS items,
  COUNT { (d)<-[:OWNED_BY]-(:DataSource) } AS sources
ORDER BY department_code
