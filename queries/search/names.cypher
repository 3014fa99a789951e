// name: search.names
// title: 按名称或编码查找 | Find by name or code
// summary: 名称或编码中含有全部词语（以空格分隔）的对象；编码或名称完全相同的排在前面，其余按相关度排列。kinds 为空表示所有种类，如 Item、Material。
//   | Everything whose name or codes contain all the words (separated by spaces). Exact matches of code or name come
//   first, the others by relevance. kinds: such as Item or Material; empty means all.
// params: text (string), kinds (string list = []), limit (integer = 20)
// returns: kind, code, name, score
// browser: :params {text: '预售', kinds: ['Item', 'Material'], limit: 20}

// Each word becomes a quoted phrase of Lucene, so that nothing in it is an operator. The index cuts Chinese into pairs
// of characters: a single character is sought as either half of a pair. Letters and digits may be the beginning of a word.
WITH [word IN split(left($text, 200), [' ', '　', '\t', '\n']) WHERE word <> ''] AS words
WHERE size(words) > 0
WITH reduce(query = '', word IN words[..20] |
  query + CASE query WHEN '' THEN '' ELSE ' AND ' END +
  CASE
    WHEN word =~ '\\p{IsHan}' THEN '(' + word + '* OR *' + word + ')'
    WHEN word =~ '[A-Za-z0-9]+' THEN '("' + word + '" OR ' + word + '*)'
    ELSE '"' + replace(replace(word, '\\', '\\\\'), '"', '\\"') + '"'
  END
) AS query
CALL db.index.fulltext.queryNodes('oncegraph_search', query) YIELD node, score
WITH node.name AS name, score, labels(node)[0] AS kind,
  coalesce(
    node.situation_code, node.item_code, node.form_code, node.material_code, node.field_code, node.source_code,
    node.question_code, node.theme_code, node.licence_type_code, node.department_code, node.catalogue_code,
    node.region_code
  ) AS code
WHERE $kinds = [] OR kind IN $kinds
RETURN kind, code, name, score
ORDER BY CASE trim($text) WHEN code THEN 0 WHEN name THEN 1 ELSE 2 END, score DESC, kind, code
LIMIT $limit
