/**
 * What every Node.js program finds: the module loader, timers, a clock that is the cluster's, and nothing of the page.
 * Source that runs within the sandbox; `call` is the one way out of it (node-host.ts answers).
 */
export const core = String.raw`(function (call, compile, start) {
  'use strict';
  const host = function (op, argument) {
    const answer = JSON.parse(call(op, JSON.stringify(argument === undefined ? null : argument)));
    if (answer.error) throw systemError(answer.error);
    // Ended, or given up: nothing goes on after this.
    if (answer.stop) for (;;);
    return answer.value;
  };
  function systemError(told) {
    const error = new Error(told.message);
    for (const key of Object.keys(told)) if (key !== 'message') error[key] = told[key];
    return error;
  }
  host.systemError = systemError;

  // What waits for something outside: number -> function.
  const waiting = new Map();
  let last = 0;
  host.wait = function (wake) {
    waiting.set(++last, wake);
    return last;
  };
  host.forget = function (number) {
    waiting.delete(number);
  };

  // Errors that nobody caught.
  const V8 = [
    [/^'?([\w$]+)'? is not defined$/, '$1 is not defined'],
    [/^cannot read property '(.*)' of (undefined|null)$/, "Cannot read properties of $2 (reading '$1')"],
    [/^cannot set property '(.*)' of (undefined|null)$/, "Cannot set properties of $2 (setting '$1')"],
    [/^'(.*)' is read-only$/, 'Assignment to constant variable.'],
  ];
  function describe(error) {
    if (!(error instanceof Error)) return { text: 'Uncaught ' + builtin('util').inspect(error), name: '', stack: '' };
    for (const [shape, words] of V8) if (shape.test(error.message)) error.message = error.message.replace(shape, words);
    if (error.message === 'stack overflow') {
      error.message = 'Maximum call stack size exceeded';
      error.name = 'RangeError';
    }
    const stack = String(error.stack || '');
    return { text: builtin('util').inspect(error), name: error.name, code: error.code, syscall: error.syscall, stack };
  }
  host.fail = function (error, origin) {
    if (process.listenerCount('uncaughtException') > 0) return void process.emit('uncaughtException', error, origin || 'uncaughtException');
    const told = describe(error);
    process._exiting = true;
    process.emit('exit', 1);
    host('fatal', told);
    for (;;);
  };
  host.guard = function (act) {
    try {
      return act();
    } catch (error) {
      // For whoever runs this: there is no room to deal with it here.
      if (error === null || error.message === 'out of memory') throw error;
      host.fail(error);
    }
  };
  // Simplified: only promises that callbacks return are watched for rejections that nobody handles.
  host.watch = function (result) {
    if (!(result instanceof Promise)) return;
    result.catch((error) => {
      if (process.listenerCount('unhandledRejection') > 0) process.emit('unhandledRejection', error, result);
      else host.fail(error, 'unhandledRejection');
    });
  };

  const builtins = new Map();
  function builtin(name) {
    let module = builtins.get(name);
    if (!module) {
      const source = compile('node:' + name, '');
      if (!source) return undefined;
      module = { exports: {} };
      builtins.set(name, module);
      source(module, builtin, host);
    }
    return module.exports;
  }

  // The clock.
  const now = function () {
    return host('now');
  };
  const NativeDate = Date;
  const parts = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
  for (const part of parts) {
    NativeDate.prototype['get' + part] = NativeDate.prototype['getUTC' + part];
    if (part !== 'Day') NativeDate.prototype['set' + part] = NativeDate.prototype['setUTC' + part];
  }
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = function (value) {
    return String(value).padStart(2, '0');
  };
  Object.assign(NativeDate.prototype, {
    getTimezoneOffset() {
      return 0;
    },
    toDateString() {
      return days[this.getDay()] + ' ' + months[this.getMonth()] + ' ' + two(this.getDate()) + ' ' + this.getFullYear();
    },
    toTimeString() {
      return this.toISOString().slice(11, 19) + ' GMT+0000 (Coordinated Universal Time)';
    },
    toString() {
      return isNaN(this) ? 'Invalid Date' : this.toDateString() + ' ' + this.toTimeString();
    },
    toLocaleDateString() {
      return this.getMonth() + 1 + '/' + this.getDate() + '/' + this.getFullYear();
    },
    toLocaleTimeString() {
      const hours = this.getHours();
      const rest = this.toISOString().slice(13, 19);
      return (hours % 12 || 12) + rest + (hours < 12 ? ' AM' : ' PM');
    },
    toLocaleString() {
      return this.toLocaleDateString() + ', ' + this.toLocaleTimeString();
    },
  });
  globalThis.Date = new Proxy(NativeDate, {
    construct(target, given, wanted) {
      if (given.length === 0) return Reflect.construct(target, [now()], wanted);
      return Reflect.construct(target, given.length === 1 ? given : [target.UTC.apply(target, given)], wanted);
    },
    apply() {
      return new NativeDate(now()).toString();
    },
    get(target, key) {
      return key === 'now' ? now : Reflect.get(target, key);
    },
  });
  NativeDate.prototype.constructor = globalThis.Date;

  // Chance: xorshift, from the seed that the host gives.
  let seed = start.seed | 1;
  const draw = function () {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 4294967296;
  };
  Math.random = draw;

  // What the engine does at one stroke is work too.
  const SIZE = 100000;
  const stroke = function (prototype, name, sizeOf) {
    const native = prototype[name];
    prototype[name] = {
      [name](...given) {
        const size = sizeOf(this, given);
        if (size >= SIZE) host('work', size / SIZE);
        return native.apply(this, given);
      },
    }[name];
  };
  stroke(String.prototype, 'repeat', (text, given) => text.length * given[0]);
  for (const name of ['padStart', 'padEnd']) stroke(String.prototype, name, (_, given) => given[0]);
  // Written one after the other its elements stand closely; an array of holes is slow.
  const { fill } = Array.prototype;
  Array.prototype.fill = function (value, from, to) {
    if (from !== undefined || to !== undefined || !Array.isArray(this)) return fill.call(this, value, from, to);
    const { length } = this;
    this.length = 0;
    const block = [];
    for (let at = 0; at < Math.min(256, length); at++) block.push(value);
    for (let left = length; left > 0; left -= 256) this.push.apply(this, left < 256 ? block.slice(0, left) : block);
    return this;
  };
  for (const name of ['sort', 'join', 'slice', 'map', 'concat']) stroke(Array.prototype, name, (all) => all.length);

  // Timers.
  class Timeout {
    constructor(callback, delay, given, repeats) {
      if (typeof callback !== 'function') {
        const error = new TypeError('The "callback" argument must be of type function. Received ' + String(callback));
        error.code = 'ERR_INVALID_ARG_TYPE';
        throw error;
      }
      this._id = host.wait(() => {
        if (!repeats) this._gone();
        host.watch(callback.apply(this, given));
      });
      this._referenced = true;
      this._ms = delay >= 1 && delay <= 2147483647 ? Math.trunc(delay) : 1;
      this._repeats = repeats;
      host('timer', { id: this._id, ms: repeats === null ? 0 : this._ms, repeats: repeats === true });
    }
    _gone() {
      host.forget(this._id);
      this._destroyed = true;
    }
    ref() {
      return this._refer(true);
    }
    unref() {
      return this._refer(false);
    }
    _refer(referenced) {
      this._referenced = referenced;
      host('refer', { id: this._id, referenced });
      return this;
    }
    hasRef() {
      return this._referenced;
    }
    refresh() {
      if (!this._destroyed) host('timer', { id: this._id, ms: this._ms, repeats: this._repeats === true });
      return this;
    }
    close() {
      clear(this);
      return this;
    }
    [Symbol.toPrimitive]() {
      return this._id;
    }
  }
  const clear = function (timer) {
    const id = timer instanceof Timeout ? timer._id : Number(timer);
    if (!(id > 0)) return;
    host('cancel', id);
    host.forget(id);
  };
  const timers = {
    setTimeout: (callback, delay, ...given) => new Timeout(callback, delay, given, false),
    setInterval: (callback, delay, ...given) => new Timeout(callback, delay, given, true),
    setImmediate: (callback, ...given) => new Timeout(callback, 0, given, null),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
  Object.assign(globalThis, timers, { global: globalThis });
  builtins.set('timers', { exports: timers });
  builtins.set('timers/promises', {
    exports: {
      setTimeout: (ms, value) => new Promise((done) => timers.setTimeout(done, ms, value)),
      setImmediate: (value) => new Promise((done) => timers.setImmediate(done, value)),
    },
  });
  globalThis.performance = { now: () => now() - start.began, timeOrigin: start.began };
  builtins.set('perf_hooks', { exports: { performance: globalThis.performance } });
  globalThis.queueMicrotask = (task) => process.nextTick(task);
  globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));

  const process = builtin('process');
  globalThis.process = process;
  globalThis.console = builtin('console');
  for (const [name, module] of [['Buffer', 'buffer'], ['URL', 'url'], ['URLSearchParams', 'url'], ['fetch', 'fetch'], ['TextEncoder', 'util'], ['TextDecoder', 'util']])
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => builtin(module)[name],
      set: (value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true }),
    });
  // The engine's own doors are not for programs.
  for (const name of ['std', 'os', 'bjs', 'print', 'scriptArgs', 'navigator']) delete globalThis[name];

  const modules = builtin('module');
  const kinds = {
    main: (told) => modules._main(told, compile),
    signal: (told) => process.listenerCount(told) > 0 && process.emit(told, told),
    exit(code) {
      if (process._exiting) return code;
      process._exiting = true;
      const own = Number(process.exitCode || code);
      process.emit('exit', own);
      return Number(process.exitCode || own);
    },
    before: () => process.emit('beforeExit', Number(process.exitCode || 0)),
  };
  return function (kind, id, json) {
    const told = JSON.parse(json);
    return host.guard(() => {
      if (kind !== 'wake') return kinds[kind](told);
      const wake = waiting.get(id);
      if (wake) wake(told);
    });
  };
})`;
