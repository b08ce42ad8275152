/** CommonJS within the sandbox: `require`, its look-ups and its errors (lib/internal/modules/cjs/loader.js). */
export const moduleModule = String.raw`(function (exported, builtin, host) {
  const path = builtin('path');
  const cache = Object.create(null);
  const names = host('builtins');
  const own = (name) => {
    const bare = name.replace(/^node:/, '');
    return names.includes(bare) ? builtin(bare) : undefined;
  };
  let compile;

  function kind(file) {
    return host('kind', file);
  }
  function read(file) {
    return host('fs', { op: 'readFile', path: file });
  }
  function asFile(file) {
    if (kind(file) === 'file') return file;
    for (const suffix of ['.js', '.json', '.cjs', '.mjs']) if (kind(file + suffix) === 'file') return file + suffix;
    return undefined;
  }
  function asDirectory(directory) {
    if (kind(directory) !== 'directory') return undefined;
    const about = path.join(directory, 'package.json');
    if (kind(about) === 'file') {
      const main = JSON.parse(read(about)).main;
      const found = main && (asFile(path.join(directory, main)) || asFile(path.join(directory, main, 'index')));
      if (found) return found;
    }
    return asFile(path.join(directory, 'index'));
  }
  function resolve(name, from) {
    if (/^(\.{1,2}(\/|$)|\/)/.test(name)) {
      const at = path.resolve(from, name);
      return asFile(at) || asDirectory(at);
    }
    for (let up = from; ; up = path.dirname(up)) {
      const at = path.join(up, 'node_modules', name);
      const found = asFile(at) || asDirectory(at);
      if (found || up === '/') return found;
    }
  }
  function missing(name, module) {
    const stack = [];
    for (let one = module; one; one = one.parent) if (one.filename) stack.push(one.filename);
    const said = stack.length > 0 ? '\nRequire stack:\n- ' + stack.join('\n- ') : '';
    const error = new Error("Cannot find module '" + name + "'" + said);
    error.code = 'MODULE_NOT_FOUND';
    error.requireStack = stack;
    return error;
  }
  function Module(filename, parent) {
    this.id = parent ? filename : '.';
    this.filename = filename;
    this.path = path.dirname(filename);
    this.exports = {};
    this.parent = parent;
    this.children = [];
    this.loaded = false;
  }
  function load(filename, parent) {
    const known = cache[filename];
    if (known) return known.exports;
    const module = new Module(filename, parent);
    cache[filename] = module;
    try {
      if (filename.endsWith('.json')) module.exports = parse(filename);
      else run(module);
    } catch (error) {
      delete cache[filename];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }
  function parse(filename) {
    try {
      return JSON.parse(read(filename));
    } catch (error) {
      error.message = filename + ': ' + error.message;
      throw error;
    }
  }
  function run(module) {
    const text = read(module.filename).replace(/^#!.*/, '');
    const body = compile(module.filename, text);
    body.call(module.exports, module.exports, requireFor(module), module, module.filename, module.path);
  }
  function requireFor(module) {
    const require = function (name) {
      if (typeof name !== 'string' || name === '') throw new TypeError('The "id" argument must be of type string.');
      const known = own(name);
      if (known) return known;
      const found = name.startsWith('node:') ? undefined : resolve(name, module.path);
      if (!found) throw missing(name, module);
      return load(found, module);
    };
    require.resolve = (name) => {
      if (names.includes(name.replace(/^node:/, ''))) return name;
      const found = resolve(name, module.path);
      if (!found) throw missing(name, module);
      return found;
    };
    require.cache = cache;
    require.main = main;
    return require;
  }
  let main;
  exported.exports = {
    builtinModules: names,
    createRequire: (filename) => requireFor(new Module(String(filename).replace(/^file:\/\//, ''), undefined)),
    _main(told, compiler) {
      compile = compiler;
      if (told.code !== undefined) {
        const module = new Module(path.join(told.cwd, '[eval]'), undefined);
        module.filename = '[eval]';
        for (const name of names.filter((one) => /^[a-z]+$/.test(one) && !(one in globalThis)))
          Object.defineProperty(globalThis, name, { configurable: true, get: () => builtin(name) });
        globalThis.require = requireFor(module);
        const value = compile('[eval]', told.code);
        if (told.print) builtin('console').log(value);
        return;
      }
      const filename = asFile(path.resolve(told.cwd, told.file)) || asDirectory(path.resolve(told.cwd, told.file));
      if (!filename) throw missing(path.resolve(told.cwd, told.file), undefined);
      main = new Module(filename, undefined);
      cache[filename] = main;
      if (told.modules || filename.endsWith('.mjs')) return void compile('module:' + filename, read(filename));
      run(main);
      main.loaded = true;
    },
  };
})`;
