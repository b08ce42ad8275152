/** Modules of Node.js that reach out of the program: fs, os, dns, http, https, fetch, crypto. */
export const fsModule = String.raw`(function (exported, builtin, host) {
  const path = builtin('path');
  const { Buffer } = builtin('buffer');
  const at = (file) => path.resolve(String(file).replace(/^file:\/\//, ''));
  const act = (op, file, more) => host('fs', Object.assign({ op, path: at(file), asked: String(file) }, more));
  const textOf = (data) => (typeof data === 'string' ? data : Buffer.isBuffer(data) ? data.toString() : data instanceof Uint8Array ? Buffer.from(data).toString() : String(data));
  const encodingOf = (options) => (typeof options === 'string' ? options : options && options.encoding);
  class Stats {
    constructor(told) {
      Object.assign(this, told);
      this.mtime = this.ctime = this.atime = this.birthtime = new Date(told.mtimeMs);
    }
    isFile() {
      return this._type === 'file';
    }
    isDirectory() {
      return this._type === 'directory';
    }
    isSymbolicLink() {
      return false;
    }
  }
  const sync = {
    readFile(file, options) {
      const text = act('readFile', file);
      return encodingOf(options) ? text : Buffer.from(text);
    },
    writeFile(file, data, options) {
      act(options && options.flag === 'a' ? 'append' : 'writeFile', file, { text: textOf(data), mode: options && options.mode });
    },
    appendFile: (file, data) => act('append', file, { text: textOf(data) }),
    stat: (file) => new Stats(act('stat', file)),
    lstat: (file) => new Stats(act('stat', file)),
    readdir(file, options) {
      const names = act('readdir', file);
      if (!options || !options.withFileTypes) return names;
      return names.map((name) => Object.assign(sync.stat(path.join(String(file), name)), { name }));
    },
    mkdir: (file, options) => act('mkdir', file, { recursive: !!(options && options.recursive) }) && undefined,
    unlink: (file) => void act('unlink', file),
    rm: (file, options) => void act('rm', file, { recursive: !!(options && options.recursive), force: !!(options && options.force) }),
    rmdir: (file) => void act('rmdir', file),
    rename: (from, to) => void act('rename', from, { to: at(to) }),
    copyFile: (from, to) => void act('writeFile', to, { text: act('readFile', from) }),
    access: (file) => void act('access', file),
    chmod: () => undefined,
    realpath: (file) => (act('stat', file), at(file)),
  };
  const fs = { constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 }, promises: { constants: {} }, Stats };
  for (const name of Object.keys(sync)) {
    fs[name + 'Sync'] = sync[name];
    fs[name] = (...given) => {
      const then = given.pop();
      if (typeof then !== 'function') throw Object.assign(new TypeError('The "cb" argument must be of type function. Received ' + typeof then), { code: 'ERR_INVALID_ARG_TYPE' });
      let error = null;
      let value;
      try {
        value = sync[name](...given);
      } catch (thrown) {
        error = thrown;
      }
      setImmediate(() => (error ? then(error) : then(null, value)));
    };
    fs.promises[name] = (...given) =>
      new Promise((done) => setImmediate(done)).then(() => sync[name](...given));
  }
  fs.existsSync = (file) => host('kind', at(file)) !== null;
  fs.exists = (file, then) => setImmediate(() => then(fs.existsSync(file)));
  const { Readable, Writable } = builtin('stream');
  fs.createWriteStream = (file, options) => {
    const append = options && String(options.flags || options).startsWith('a');
    let failed = false;
    const stream = new Writable({
      write(chunk, encoding, done) {
        if (!failed) act('append', file, { text: textOf(chunk) });
        done();
      },
    });
    stream.path = String(file);
    stream.bytesWritten = 0;
    try {
      act(append ? 'append' : 'writeFile', file, { text: '' });
      setImmediate(() => {
        stream.emit('open', 3);
        stream.emit('ready');
      });
    } catch (error) {
      failed = true;
      setImmediate(() => stream.emit('error', error));
    }
    return stream;
  };
  fs.createReadStream = (file, options) => {
    const stream = new Readable();
    stream.path = String(file);
    setImmediate(() => {
      try {
        const text = act('readFile', file);
        stream.emit('open', 3);
        if (encodingOf(options)) stream.setEncoding('utf8');
        stream.push(text);
        stream.push(null);
      } catch (error) {
        stream.emit('error', error);
      }
    });
    return stream;
  };
  fs.watch = fs.watchFile = () => new (builtin('events'))();
  fs.unwatchFile = () => undefined;
  exported.exports = fs;
})`;

export const osModule = String.raw`(function (exported, builtin, host) {
  const facts = host('facts');
  exported.exports = {
    EOL: '\n',
    hostname: () => facts.hostname,
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => '6.1.0',
    arch: () => 'x64',
    uptime: () => host('now') / 1000 - Math.floor(facts.began / 1000) + 1,
    cpus: () => Array.from({ length: facts.cores }, () => ({ model: 'virtual', speed: 2400, times: {} })),
    totalmem: () => facts.memory,
    freemem: () => facts.memory - host('memory').rss,
    loadavg: () => [0, 0, 0],
    homedir: () => facts.env.HOME || '/root',
    tmpdir: () => '/tmp',
    userInfo: () => ({ uid: facts.uid, gid: facts.uid, username: facts.uid === 0 ? 'root' : 'node', homedir: facts.env.HOME || '/root', shell: '/bin/sh' }),
    networkInterfaces: () => ({
      lo: [{ address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true, cidr: '127.0.0.1/8' }],
      eth0: [{ address: facts.ip, netmask: '255.255.255.0', family: 'IPv4', mac: '02:42:0a:f4:00:02', internal: false, cidr: facts.ip + '/24' }],
    }),
  };
})`;

export const dnsModule = String.raw`(function (exported, builtin, host) {
  const failure = (code, call, name) =>
    Object.assign(new Error(call + ' ' + code + ' ' + name), { errno: code === 'EAI_AGAIN' ? -3001 : -3008, code, syscall: call, hostname: name });
  const ask = (call, name) => {
    if (/^\d+(\.\d+){3}$/.test(name)) return [name];
    const told = host('resolve', name);
    if (!told.addresses) throw failure(told.code, call, name);
    return told.addresses;
  };
  const later = (get, then) => {
    let error = null;
    let value;
    try {
      value = get();
    } catch (thrown) {
      error = thrown;
    }
    setImmediate(() => (error ? then(error) : then(null, ...[].concat(value))));
  };
  const dns = {
    lookup(name, options, then) {
      const all = options && options.all;
      later(() => {
        const addresses = ask('getaddrinfo', name);
        return all ? [addresses.map((address) => ({ address, family: 4 }))] : [addresses[0], 4];
      }, typeof options === 'function' ? options : then);
    },
    resolve4: (name, then) => later(() => [ask('queryA', name)], then),
    resolve(name, type, then) {
      if (typeof type === 'function') return dns.resolve4(name, type);
      if (type === 'A') return dns.resolve4(name, then);
      return dns.resolveSrv(name, then);
    },
    resolveSrv: (name, then) =>
      later(() => {
        const told = host('services', name);
        if (!told.records) throw failure(told.code, 'querySrv', name);
        return [told.records.map(({ port, target }) => ({ name: target, port, priority: 0, weight: 100 }))];
      }, then),
    setServers: () => undefined,
    getServers: () => [host('facts').nameServer],
  };
  const promised = (act) => (...given) => new Promise((done, fail) => act(...given, (error, value, family) => (error ? fail(error) : done(family === undefined ? value : { address: value, family }))));
  dns.promises = { lookup: promised(dns.lookup), resolve: promised(dns.resolve), resolve4: promised(dns.resolve4), resolveSrv: promised(dns.resolveSrv) };
  exported.exports = dns;
})`;

export const cryptoModule = String.raw`(function (exported, builtin, host) {
  const { Buffer } = builtin('buffer');
  const randomBytes = (size) => Buffer.from(Array.from({ length: size }, () => Math.floor(Math.random() * 256)));
  exported.exports = {
    randomBytes,
    randomInt: (from, to) => (to === undefined ? Math.floor(Math.random() * from) : from + Math.floor(Math.random() * (to - from))),
    randomUUID() {
      const hex = randomBytes(16).toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), '4' + hex.slice(13, 16), 'a' + hex.slice(17, 20), hex.slice(20)].join('-');
    },
    createHash(algorithm) {
      let text = '';
      return {
        update(more) {
          text += String(more);
          return this;
        },
        digest(encoding) {
          const hex = Buffer.from(host('digest', { algorithm, text }), 'hex');
          return encoding ? hex.toString(encoding) : hex;
        },
      };
    },
  };
})`;
