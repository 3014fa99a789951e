// name: browse.themes
// title: 一件事主题列表 | Themes
// summary: 一件事主题及其包含的情形、事项、部门数；按主题编码排序，下一页从 after 之后开始。
//   | Themes with the numbers of their situations, items and departments; sorted by code; the next page starts after
//   `after`.
// params: audience (string = null), status (string = null), after (string = ''), limit (integer = 100)
// returns: theme_code, name, audiences, status, situations, items, departments
// browser: :params {audience: null, status: null, after: '', limit: 100}
MATCH (t:Theme)
WHERE t.theme_code > $after
  AND ($audience IS NULL OR $audience IN t.audiences)
  AND ($status IS NULL OR t.status = $status)
WITH t ORDER BY t.theme_code LIMIT $limit
RETURN t.theme_code AS theme_code, t.name AS name, t.audiences AS audiences, t.status AS status,
  COUNT { (t)-[:INCLUDES]->() } AS situations,
  COUNT { MATCH (t)-[:INCLUDES]->()<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items,
  COUNT { MATCH (t)-[:INCLUDES]->()<-[:HAS_SITUATION]-()-[:RUN_BY]->(d:Department) RETURN DISTINCT d } AS departments
ORDER BY theme_code
