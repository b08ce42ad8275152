/** Modules of Node.js that deal with text and bytes: util, buffer, url, string_decoder. */
export const utilModule = String.raw`(function (exported) {
  const quote = (text) => {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : "'";
    const inner = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r');
    return mark + (mark === "'" ? inner.replace(/'/g, "\\'") : inner) + mark;
  };
  const keyOf = (key) =>
    typeof key === 'symbol' ? '[' + String(key) + ']' : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
  const errorText = (error) => {
    const name = error.name || 'Error';
    const head = error.message ? name + ': ' + error.message : name;
    const stack = String(error.stack || '').trimEnd();
    if (stack.startsWith(name)) return stack;
    return stack ? head + '\n' + stack : '[' + head + ']';
  };
  function lines(head, parts, open, close, level) {
    if (parts.length === 0) return head + open + close;
    const flat = head + open + ' ' + parts.join(', ') + ' ' + close;
    if (flat.length + level * 2 <= 76 && !flat.includes('\n')) return flat;
    const pad = '  '.repeat(level + 1);
    return head + open + '\n' + parts.map((part) => pad + part).join(',\n') + '\n' + '  '.repeat(level) + close;
  }
  function show(value, depth, level, seen) {
    if (value === null) return 'null';
    const type = typeof value;
    if (type === 'string') return level === 0 && depth < 0 ? value : quote(value);
    if (type === 'bigint') return value + 'n';
    if (type === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (type === 'symbol') return String(value);
    if (type === 'undefined' || type === 'boolean') return String(value);
    if (seen.includes(value)) return '[Circular *1]';
    const inner = (one) => show(one, depth, level + 1, seen.concat([value]));
    const keys = Object.keys(value);
    if (value instanceof Error) return keys.length === 0 ? errorText(value) : errorText(value) + ' ' + pairs('', value, keys, inner, level);
    const maker = Object.getPrototypeOf(value) && value.constructor && value.constructor.name;
    if (type === 'function') {
      const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class ' + (value.name || '(anonymous)') : value.name ? 'Function: ' + value.name : 'Function (anonymous)';
      return keys.length === 0 ? '[' + kind + ']' : pairs('[' + kind + '] ', value, keys, inner, level);
    }
    if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return 'Promise { <pending> }';
    if (level > depth && depth >= 0) return Array.isArray(value) ? '[Array]' : '[' + (maker || 'Object: null prototype') + ']';
    if (value._isBuffer) {
      const hex = Array.from(value.slice(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      return '<Buffer' + (hex && ' ' + hex) + (value.length > 50 ? ' ... ' + (value.length - 50) + ' more bytes>' : '>');
    }
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      const parts = Array.from(value).slice(0, 100).map(inner);
      if (value.length > 100) parts.push('... ' + (value.length - 100) + ' more item' + (value.length > 101 ? 's' : ''));
      for (const key of keys) if (!/^\d+$/.test(key)) parts.push(keyOf(key) + ': ' + inner(value[key]));
      return lines(Array.isArray(value) ? '' : maker + '(' + value.length + ') ', parts, '[', ']', level);
    }
    if (value instanceof Map)
      return lines('Map(' + value.size + ') ', [...value].map(([key, one]) => inner(key) + ' => ' + inner(one)), '{', '}', level);
    if (value instanceof Set) return lines('Set(' + value.size + ') ', [...value].map(inner), '{', '}', level);
    return pairs(maker === 'Object' ? '' : maker ? maker + ' ' : '[Object: null prototype] ', value, keys, inner, level);
  }
  function pairs(head, value, keys, inner, level) {
    const parts = keys.map((key) => {
      const about = Object.getOwnPropertyDescriptor(value, key);
      if (about && about.get) return keyOf(key) + ': ' + (about.set ? '[Getter/Setter]' : '[Getter]');
      return keyOf(key) + ': ' + inner(value[key]);
    });
    return lines(head, parts, '{', '}', level);
  }
  const inspect = (value, options) => {
    const { depth = 2 } = options || {};
    return show(value, depth === null ? Infinity : depth, 0, []);
  };
  inspect.custom = Symbol.for('nodejs.util.inspect.custom');
  const format = (...given) => {
    const plain = (value) => (typeof value === 'string' ? value : inspect(value));
    let at = 1;
    if (typeof given[0] !== 'string') return given.map(plain).join(' ');
    const head = given[0].replace(/%[sdifjoOc%]/g, (mark) => {
      if (mark === '%%') return given.length > 1 ? '%' : mark;
      if (at >= given.length) return mark;
      const value = given[at++];
      if (mark === '%s') return typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : String(value);
      if (mark === '%d') return String(Number(value));
      if (mark === '%i') return String(parseInt(value, 10));
      if (mark === '%f') return String(parseFloat(value));
      if (mark === '%j') return JSON.stringify(value);
      return mark === '%c' ? '' : inspect(value, { depth: 4 });
    });
    return [head, ...given.slice(at).map(plain)].join(' ');
  };
  exported.exports = {
    inspect,
    format,
    inherits(child, parent) {
      child.super_ = parent;
      Object.setPrototypeOf(child.prototype, parent.prototype);
    },
    promisify: (act) =>
      function (...given) {
        return new Promise((done, fail) => act.call(this, ...given, (error, value) => (error ? fail(error) : done(value))));
      },
    callbackify: (act) => (...given) => {
      const then = given.pop();
      act(...given).then((value) => then(null, value), then);
    },
    deprecate: (act) => act,
    isArray: Array.isArray,
    isDeepStrictEqual: (a, b) => inspect(a, { depth: 20 }) === inspect(b, { depth: 20 }),
    types: { isPromise: (value) => value instanceof Promise, isDate: (value) => value instanceof Date },
    TextEncoder: class TextEncoder {
      encode(text) {
        return Uint8Array.from(unescape(encodeURIComponent(text)), (one) => one.charCodeAt(0));
      }
    },
    TextDecoder: class TextDecoder {
      decode(bytes) {
        return decodeURIComponent(escape(Array.from(bytes || [], (byte) => String.fromCharCode(byte)).join('')));
      }
    },
  };
})`;

export const bufferModule = String.raw`(function (exported) {
  const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  function utf8(text) {
    const out = [];
    for (const one of text) {
      const code = one.codePointAt(0);
      if (code < 0x80) out.push(code);
      else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return out;
  }
  function text(bytes) {
    let out = '';
    for (let at = 0; at < bytes.length; ) {
      const first = bytes[at++];
      const more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
      if (more < 0 || at + more > bytes.length) {
        out += '\ufffd';
        continue;
      }
      let code = more === 0 ? first : first & (0x3f >> more);
      for (let i = 0; i < more; i++) code = (code << 6) | (bytes[at++] & 63);
      out += String.fromCodePoint(Math.min(code, 0x10ffff));
    }
    return out;
  }
  function fromBase64(given) {
    const out = [];
    let bits = 0;
    let held = 0;
    for (const one of given.replace(/-/g, '+').replace(/_/g, '/')) {
      const value = CHARACTERS.indexOf(one);
      if (value < 0) continue;
      held = (held << 6) | value;
      bits += 6;
      if (bits >= 8) out.push((held >> (bits -= 8)) & 255);
    }
    return out;
  }
  function toBase64(bytes) {
    let out = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const three = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
      for (let part = 0; part < 4; part++)
        out += at + part > bytes.length ? '=' : CHARACTERS[(three >> (18 - part * 6)) & 63];
    }
    return out;
  }
  const encode = {
    hex: (given) => (given.match(/[0-9a-f]{2}/gi) || []).map((two) => parseInt(two, 16)),
    base64: fromBase64,
    base64url: fromBase64,
    latin1: (given) => Array.from(given, (one) => one.charCodeAt(0) & 255),
  };
  encode.binary = encode.ascii = encode.latin1;
  class Buffer extends Uint8Array {
    get _isBuffer() {
      return true;
    }
    static from(given, encoding) {
      if (typeof given === 'string') return super.from((encode[encoding] || utf8)(given));
      if (given && given.type === 'Buffer') return super.from(given.data);
      return super.from(given instanceof ArrayBuffer ? new Uint8Array(given) : given);
    }
    static alloc(size, fill) {
      const out = new Buffer(size);
      return fill === undefined ? out : out.fill(typeof fill === 'string' ? fill.charCodeAt(0) : fill);
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static byteLength(given) {
      return typeof given === 'string' ? utf8(given).length : given.byteLength;
    }
    static concat(list) {
      return Buffer.from(list.flatMap((one) => Array.from(one)));
    }
    toString(encoding, from = 0, to = this.length) {
      const bytes = this.subarray(from, to);
      if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (encoding === 'base64') return toBase64(bytes);
      if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') return String.fromCharCode(...bytes);
      return text(bytes);
    }
    toJSON() {
      return { type: 'Buffer', data: Array.from(this) };
    }
    equals(other) {
      return this.length === other.length && this.every((byte, at) => byte === other[at]);
    }
    write(given, at = 0) {
      const bytes = utf8(given).slice(0, this.length - at);
      this.set(bytes, at);
      return bytes.length;
    }
  }
  Buffer.allocUnsafe = Buffer.alloc;
  exported.exports = { Buffer };
})`;

export const stringDecoderModule = String.raw`(function (exported) {
  exported.exports = {
    StringDecoder: class StringDecoder {
      write(bytes) {
        return bytes.toString();
      }
      end(bytes) {
        return bytes ? bytes.toString() : '';
      }
    },
  };
})`;

export const urlModule = String.raw`(function (exported, builtin) {
  const query = builtin('querystring');
  const PORTS = { 'http:': '80', 'https:': '443' };
  class URLSearchParams {
    constructor(given = '') {
      this._pairs = [];
      if (typeof given === 'object') for (const [name, value] of given[Symbol.iterator] ? given : Object.entries(given)) this.append(name, value);
      else
        for (const pair of String(given).replace(/^\?/, '').split('&')) {
          const at = pair.indexOf('=');
          if (pair !== '') this.append(query.unescape(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : query.unescape(pair.slice(at + 1)));
        }
    }
    append(name, value) {
      this._pairs.push([String(name), String(value)]);
    }
    get(name) {
      const found = this._pairs.find((pair) => pair[0] === name);
      return found ? found[1] : null;
    }
    getAll(name) {
      return this._pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
    }
    has(name) {
      return this.get(name) !== null;
    }
    set(name, value) {
      this.delete(name);
      this.append(name, value);
    }
    delete(name) {
      this._pairs = this._pairs.filter((pair) => pair[0] !== name);
    }
    forEach(act) {
      for (const [name, value] of this._pairs) act(value, name, this);
    }
    keys() {
      return this._pairs.map((pair) => pair[0])[Symbol.iterator]();
    }
    values() {
      return this._pairs.map((pair) => pair[1])[Symbol.iterator]();
    }
    entries() {
      return this._pairs[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this._pairs.map(([name, value]) => encodeURIComponent(name) + '=' + encodeURIComponent(value)).join('&');
    }
  }
  const SHAPE = /^(?:([a-z][a-z0-9+.-]*:))?(?:\/\/(?:([^@\/?#]*)@)?([^:\/?#]*)(?::(\d+))?)?([^?#]*)(\?[^#]*)?(#.*)?$/i;
  class URL {
    constructor(given, base) {
      const [, protocol, auth = '', hostname, port = '', pathname, search = '', hash = ''] = SHAPE.exec(String(given)) || [];
      const onto = base === undefined ? undefined : new URL(base);
      if (!protocol && !onto) {
        const error = new TypeError('Invalid URL');
        Object.assign(error, { code: 'ERR_INVALID_URL', input: String(given) });
        throw error;
      }
      const whole = protocol && hostname !== undefined;
      this.protocol = (protocol || onto.protocol).toLowerCase();
      this.username = auth.split(':')[0];
      this.password = auth.split(':')[1] || '';
      this.hostname = whole ? hostname : onto ? onto.hostname : '';
      this.port = whole ? (PORTS[this.protocol] === port ? '' : port) : onto ? onto.port : '';
      const path = builtin('path');
      const at = whole || !onto || pathname.startsWith('/') ? pathname : path.join(path.dirname(onto.pathname), pathname);
      this.pathname = at || '/';
      this.search = search === '?' ? '' : search;
      this.hash = hash;
      Object.defineProperty(this, 'searchParams', { value: new URLSearchParams(this.search), enumerable: true });
    }
    get host() {
      return this.hostname + (this.port && ':' + this.port);
    }
    get origin() {
      return this.protocol + '//' + this.host;
    }
    get href() {
      const auth = this.username ? this.username + (this.password && ':' + this.password) + '@' : '';
      return this.protocol + '//' + auth + this.host + this.pathname + this.search + this.hash;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  function parse(given, withQuery) {
    const [, protocol = null, auth = null, hostname = null, port = null, pathname, search = null, hash = null] = SHAPE.exec(String(given)) || [];
    const text = search === null ? null : search.slice(1);
    return {
      protocol,
      slashes: hostname === null ? null : true,
      auth,
      host: hostname === null ? null : hostname + (port ? ':' + port : ''),
      port,
      hostname,
      hash,
      search,
      query: withQuery ? query.parse(text || '') : text,
      pathname: pathname || null,
      path: (pathname || '') + (search || '') || null,
      href: String(given),
    };
  }
  const format = (given) => (given instanceof URL ? given.href : (given.protocol || '') + '//' + (given.host || given.hostname || '') + (given.pathname || '') + (given.search || ''));
  exported.exports = { URL, URLSearchParams, parse, format, resolve: (from, to) => new URL(to, from).href, fileURLToPath: (given) => String(given).replace(/^file:\/\//, ''), pathToFileURL: (file) => ({ href: 'file://' + file, toString: () => 'file://' + file }) };
})`;
