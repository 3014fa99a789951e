// name: quality.duplicate_item_names
// title: 同一区划内重名的事项 | Items of the same name in one region
// summary: 同一区划内名称相同的事项，可能是重复登记。
//   | Items of one region with the same name, which may be one item that was recorded twice.
// params: none
// returns: name, region_code, items, item_codes, department_codes
MATCH (i:Item)
WITH i ORDER BY i.item_code
WITH i.name AS name, i.region_code AS region_code, collect(i) AS items
WHERE size(items) > 1
RETURN name, region_code, size(items) AS items, [i IN items | i.item_code] AS item_codes,
  [i IN items | i.department_code] AS department_codes
ORDER BY items DESC, name, region_code
