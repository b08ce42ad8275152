import { expect, test } from 'vitest';
import { scanJson } from './go-json.ts';

test.each([
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{"a"', 'unexpected end of JSON input'],
  ['{"a":1', 'unexpected end of JSON input'],
  ['{"a":"b', 'unexpected end of JSON input'],
  ['nope', "invalid character 'o' in literal null (expecting 'u')"],
  ['x', "invalid character 'x' looking for beginning of value"],
  ["{'a'}", String.raw`invalid character '\'' looking for beginning of object key string`],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['"a\nb"', String.raw`invalid character '\n' in string literal`],
  [String.raw`"\x"`, "invalid character 'x' in string escape code"],
  [String.raw`"\u12g4"`, String.raw`invalid character 'g' in \u hexadecimal character escape`],
  ['['.repeat(10_001), 'exceeded max depth'],
])('%s: %s', (text, message) => {
  expect(() => scanJson(text)).toThrow(message);
});

test('fields that are given twice, each once, by path', () => {
  expect(scanJson('{"a":1,"b":{"c":[{"d":1,"d":2,"d":3}]},"a":{"a":1},"__proto__":1,"__proto__":2}')).toEqual([
    'b.c[0].d',
    'a',
    '__proto__',
  ]);
  expect(scanJson(' {"a": [true, false, null, -1.5e+3, "\\u0041\\""], "b": {}} ')).toEqual([]);
});
