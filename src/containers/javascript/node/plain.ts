/** Modules of Node.js that need no host: events, path, querystring, string_decoder, assert, stream. */
export const eventsModule = String.raw`(function (exported, builtin, host) {
  class EventEmitter {
    constructor() {
      this._heard = undefined;
    }
    _of(name) {
      if (!this._heard) Object.defineProperty(this, '_heard', { value: new Map(), writable: true, enumerable: false });
      let list = this._heard.get(name);
      if (!list) this._heard.set(name, (list = []));
      return list;
    }
    on(name, listener) {
      this._of(name).push({ listener, call: listener });
      return this;
    }
    prependListener(name, listener) {
      this._of(name).unshift({ listener, call: listener });
      return this;
    }
    once(name, listener) {
      const call = (...given) => {
        this.removeListener(name, listener);
        return listener.apply(this, given);
      };
      this._of(name).push({ listener, call });
      return this;
    }
    removeListener(name, listener) {
      const list = this._of(name);
      const at = list.findIndex((one) => one.listener === listener);
      if (at >= 0) this._heard.set(name, list.filter((_, index) => index !== at));
      return this;
    }
    removeAllListeners(name) {
      if (name === undefined) this._heard = undefined;
      else this._of(name).length = 0;
      return this;
    }
    emit(name, ...given) {
      const list = this._of(name);
      if (list.length === 0) {
        if (name !== 'error') return false;
        throw given[0] instanceof Error ? given[0] : new Error('Unhandled error. (' + given[0] + ')');
      }
      for (const one of list.slice()) host.watch(one.call.apply(this, given));
      return true;
    }
    listenerCount(name) {
      return this._of(name).length;
    }
    listeners(name) {
      return this._of(name).map((one) => one.listener);
    }
    eventNames() {
      return this._heard ? [...this._heard.keys()].filter((name) => this._of(name).length > 0) : [];
    }
    setMaxListeners() {
      return this;
    }
  }
  const { prototype } = EventEmitter;
  prototype.addListener = prototype.on;
  prototype.off = prototype.removeListener;
  // Node's is a function: older programs call it (util.inherits).
  function Emitter() {}
  Emitter.prototype = prototype;
  Object.setPrototypeOf(Emitter, EventEmitter);
  prototype.constructor = Emitter;
  exported.exports = Object.assign(Emitter, {
    EventEmitter: Emitter,
    defaultMaxListeners: 10,
    once: (emitter, name) =>
      new Promise((done, fail) => {
        emitter.once(name, (...given) => done(given));
        if (name !== 'error') emitter.once('error', fail);
      }),
  });
})`;

export const pathModule = String.raw`(function (exported, builtin) {
  const normal = (text) => {
    const out = [];
    const rooted = text.startsWith('/');
    for (const part of text.split('/')) {
      if (part === '' || part === '.') continue;
      if (part === '..' && out.length > 0 && out[out.length - 1] !== '..') out.pop();
      else if (part !== '..' || !rooted) out.push(part);
    }
    return (rooted ? '/' : '') + out.join('/') || (rooted ? '/' : '.');
  };
  const path = {
    sep: '/',
    delimiter: ':',
    normalize: normal,
    isAbsolute: (text) => text.startsWith('/'),
    join: (...parts) => normal(parts.filter((part) => part !== '').join('/') || '.'),
    resolve(...parts) {
      let out = '';
      for (const part of parts.reverse()) {
        if (out.startsWith('/')) break;
        if (part) out = out ? part + '/' + out : part;
      }
      if (!out.startsWith('/')) out = builtin('process').cwd() + '/' + out;
      return normal(out);
    },
    dirname(text) {
      const at = text.replace(/\/+$/, '').lastIndexOf('/');
      return at < 0 ? '.' : text.slice(0, at) || '/';
    },
    basename(text, suffix) {
      const base = text.replace(/\/+$/, '').split('/').pop();
      return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
    },
    extname(text) {
      const base = path.basename(text);
      const at = base.lastIndexOf('.');
      return at <= 0 ? '' : base.slice(at);
    },
    relative(from, to) {
      const a = path.resolve(from).split('/');
      const b = path.resolve(to).split('/');
      while (a.length > 0 && a[0] === b[0]) a.shift(), b.shift();
      return a.map(() => '..').concat(b).join('/');
    },
    parse(text) {
      const base = path.basename(text);
      const ext = path.extname(text);
      const dir = path.dirname(text);
      return { root: text.startsWith('/') ? '/' : '', dir: dir === '.' ? '' : dir, base, ext, name: path.basename(base, ext) };
    },
    format: ({ dir, root, base, name, ext }) => (dir || root ? (dir || root) + '/' : '') + (base || name + (ext || '')),
  };
  path.posix = path;
  exported.exports = path;
})`;

export const querystringModule = String.raw`(function (exported) {
  const unescape = (text) => {
    try {
      return decodeURIComponent(text.replace(/\+/g, ' '));
    } catch {
      return text;
    }
  };
  const parse = (text) => {
    const out = Object.create(null);
    for (const pair of String(text).split('&')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      const name = unescape(at < 0 ? pair : pair.slice(0, at));
      const value = at < 0 ? '' : unescape(pair.slice(at + 1));
      out[name] = name in out ? [].concat(out[name], value) : value;
    }
    return out;
  };
  const stringify = (values) =>
    Object.entries(values || {})
      .flatMap(([name, value]) => [].concat(value).map((one) => encodeURIComponent(name) + '=' + encodeURIComponent(one)))
      .join('&');
  exported.exports = { parse, stringify, decode: parse, encode: stringify, escape: encodeURIComponent, unescape };
})`;

export const streamModule = String.raw`(function (exported, builtin) {
  const EventEmitter = builtin('events');
  class Readable extends EventEmitter {
    constructor(options) {
      super();
      this._chunks = [];
      this._flowing = false;
      this.readable = true;
      if (options && options.read) this._read = options.read;
    }
    setEncoding(encoding) {
      this._encoding = encoding;
      return this;
    }
    push(chunk) {
      this._chunks.push(chunk);
      this._flow();
      return true;
    }
    on(name, listener) {
      super.on(name, listener);
      if (name === 'data' || name === 'readable') this.resume();
      return this;
    }
    resume() {
      if (!this._flowing) {
        this._flowing = true;
        if (this._read) this._read();
      }
      this._flow();
      return this;
    }
    pause() {
      this._flowing = false;
      return this;
    }
    _flow() {
      if (!this._flowing || this._due) return;
      this._due = true;
      setImmediate(() => {
        this._due = false;
        while (this._flowing && this._chunks.length > 0) {
          const chunk = this._chunks.shift();
          if (chunk === null) {
            this.readable = false;
            this.readableEnded = this.complete = true;
            this.emit('end');
            this.emit('close');
            return;
          }
          const { Buffer } = builtin('buffer');
          this.emit('data', this._encoding ? String(chunk) : typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
        }
      });
    }
    pipe(target) {
      this.on('data', (chunk) => target.write(chunk));
      this.on('end', () => target.end());
      return target;
    }
    destroy(error) {
      this._flowing = false;
      if (error) this.emit('error', error);
      this.emit('close');
      return this;
    }
    async *[Symbol.asyncIterator]() {
      const seen = [];
      let wake = () => {};
      let over = false;
      this.on('data', (chunk) => (seen.push(chunk), wake()));
      this.on('end', () => ((over = true), wake()));
      while (!over || seen.length > 0) {
        if (seen.length > 0) yield seen.shift();
        else await new Promise((done) => (wake = done));
      }
    }
    static from(items) {
      const out = new Readable();
      for (const item of items) out.push(item);
      out.push(null);
      return out;
    }
  }
  class Writable extends EventEmitter {
    constructor(options) {
      super();
      this.writable = true;
      if (options && options.write) this._write = options.write;
    }
    write(chunk, encoding, done) {
      const then = typeof encoding === 'function' ? encoding : done || (() => {});
      this._write(chunk, 'utf8', then);
      return true;
    }
    end(chunk, encoding, done) {
      if (typeof chunk === 'function') return this.end(undefined, undefined, chunk);
      if (chunk !== undefined && chunk !== null) this.write(chunk);
      this.writable = false;
      this.writableEnded = true;
      setImmediate(() => {
        this.emit('finish');
        this.emit('close');
        const then = typeof encoding === 'function' ? encoding : done;
        if (then) then();
      });
      return this;
    }
    destroy() {
      return this;
    }
    cork() {}
    uncork() {}
  }
  class Transform extends Readable {
    constructor(options) {
      super(options);
      if (options && options.transform) this._transform = options.transform;
    }
    write(chunk) {
      this._transform(chunk, 'utf8', (error, out) => (error ? this.emit('error', error) : out != null && this.push(out)));
      return true;
    }
    end(chunk) {
      if (chunk != null) this.write(chunk);
      this.push(null);
      return this;
    }
  }
  exported.exports = Object.assign(Readable, { Readable, Writable, Transform, Duplex: Transform, Stream: Readable });
})`;

export const assertModule = String.raw`(function (exported, builtin) {
  const { inspect } = builtin('util');
  class AssertionError extends Error {
    constructor(message) {
      super(message);
      this.name = 'AssertionError';
      this.code = 'ERR_ASSERTION';
    }
  }
  const hold = (holds, message, words) => {
    if (holds) return;
    throw message instanceof Error ? message : new AssertionError(message || words());
  };
  const assert = (value, message) => hold(value, message, () => 'The expression evaluated to a falsy value');
  const strict = (a, b, message) =>
    hold(Object.is(a, b), message, () => 'Expected values to be strictly equal:\n\n' + inspect(a) + ' !== ' + inspect(b) + '\n');
  const deep = (a, b, message) =>
    hold(inspect(a, { depth: 20 }) === inspect(b, { depth: 20 }), message, () => 'Expected values to be strictly deep-equal');
  exported.exports = Object.assign(assert, {
    AssertionError,
    ok: assert,
    equal: (a, b, message) => hold(a == b, message, () => inspect(a) + ' == ' + inspect(b)),
    strictEqual: strict,
    notStrictEqual: (a, b, message) => hold(!Object.is(a, b), message, () => 'Expected values to differ'),
    deepEqual: deep,
    deepStrictEqual: deep,
    throws(act, message) {
      try {
        act();
      } catch {
        return;
      }
      hold(false, typeof message === 'string' ? message : undefined, () => 'Missing expected exception.');
    },
    fail: (message) => hold(false, message, () => 'Failed'),
  });
  assert.strict = assert;
})`;
