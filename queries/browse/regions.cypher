// name: browse.regions
// title: 区划列表 | Regions
// summary: 区划及其上级和事项数（不含下级），可只列某区划的直接下级；按区划代码排序，下一页从 after 之后开始。
//   | Regions with the one above and the number of items (those below not included), all or those directly below one;
//   sorted by code; the next page starts after `after`.
// params: parent (string = null), after (string = ''), limit (integer = 100)
// returns: region_code, name, level, parent_code, items
// browser: :params {parent: null, after: '', limit: 100}
MATCH (r:Region)
WHERE r.region_code > $after AND ($parent IS NULL OR r.parent_code = $parent)
WITH r ORDER BY r.region_code LIMIT $limit
RETURN r.region_code AS region_code, r.name AS name, r.level AS level, r.parent_code AS parent_code,
  COUNT { (r)<-[:HELD_IN]-(:Item) } AS items
ORDER BY region_code
