/** Keys that a YAML mapping sets twice, as strict decoding tells of them (go-yaml's decode.go, sigs.k8s.io/yaml UnmarshalStrict). */
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

interface Open {
  /** Undefined in a sequence. */
  keys: Set<string> | undefined;
  /** Whether the next node of a mapping is a key. */
  atKey: boolean;
}

/** `yaml: unmarshal errors:` and a line for each, lines counted from 1; undefined when there are none. `source` must be good YAML. */
export function yamlDuplicates(source: string): string | undefined {
  const lines: string[] = [];
  const open: Open[] = [];
  const lineOf = lineCounter(source);
  for (const event of parseEvents(source, {})) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      turn(open.at(-1));
      continue;
    }
    const within = open.at(-1);
    if (event.type === EVENT_ID.SCALAR && within?.keys && within.atKey) {
      const key = getScalarValue(source, event);
      // Merge keys set nothing of their own.
      if (within.keys.has(key) && key !== '<<') {
        lines.push(`  line ${lineOf(event.valueStart)}: key ${JSON.stringify(key)} already set in map`);
      }
      within.keys.add(key);
    }
    if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) turn(within);
    else open.push({ keys: event.type === EVENT_ID.MAPPING ? new Set() : undefined, atKey: true });
  }
  return lines.length === 0 ? undefined : `yaml: unmarshal errors:\n${lines.join('\n')}`;
}

/** A node is over: what follows in its mapping is a value where it was a key. */
function turn(within: Open | undefined): void {
  if (within) within.atKey = !within.atKey;
}

/** Lines by offset, for offsets that only grow: a page of mistakes is read once. */
function lineCounter(source: string): (at: number) => number {
  let line = 1;
  let seen = -1;
  return (at) => {
    for (;;) {
      const next = source.indexOf('\n', seen + 1);
      if (next < 0 || next >= at) return line;
      seen = next;
      line++;
    }
  };
}
