/** `process` and `console` within the sandbox. */
export const processModule = String.raw`(function (exported, builtin, host) {
  const EventEmitter = builtin('events');
  const facts = host('facts');
  const process = new EventEmitter();
  const on = process.on;
  const signals = /^SIG(TERM|INT|HUP|QUIT|USR1|USR2)$/;
  process.on = process.addListener = function (name, listener) {
    if (signals.test(name)) host('trap', name);
    return on.call(process, name, listener);
  };
  const stream = function (fd) {
    const out = new EventEmitter();
    return Object.assign(out, {
      fd,
      isTTY: false,
      writable: true,
      columns: undefined,
      write(text, encoding, done) {
        host('write', { fd, text: String(text) });
        const then = typeof encoding === 'function' ? encoding : done;
        if (then) process.nextTick(then);
        return true;
      },
      end(text) {
        if (text !== undefined) out.write(text);
      },
    });
  };
  let cwd = facts.cwd;
  Object.assign(process, {
    title: 'node',
    version: facts.version,
    versions: { node: facts.version.slice(1) },
    release: { name: 'node' },
    platform: 'linux',
    arch: 'x64',
    pid: facts.pid,
    ppid: facts.pid === 1 ? 0 : 1,
    argv: facts.argv,
    argv0: 'node',
    execArgv: [],
    execPath: '/usr/local/bin/node',
    env: new Proxy(facts.env, {
      set: (all, name, value) => ((all[name] = String(value)), true),
    }),
    exitCode: undefined,
    stdout: stream(1),
    stderr: stream(2),
    stdin: Object.assign(new EventEmitter(), { fd: 0, isTTY: false, resume() {}, pause() {}, setEncoding() {} }),
    cwd: () => cwd,
    chdir(directory) {
      cwd = builtin('path').resolve(cwd, directory);
    },
    exit(code) {
      if (code !== undefined) process.exitCode = code;
      if (!process._exiting) {
        process._exiting = true;
        process.emit('exit', Number(process.exitCode || 0));
      }
      host('exit', Number(process.exitCode || 0));
      // The host lets nothing go on after this.
      for (;;);
    },
    abort() {
      host('exit', 134);
      for (;;);
    },
    kill(pid, signal) {
      host('kill', { pid, signal: signal === undefined ? 'SIGTERM' : signal });
      return true;
    },
    nextTick: (task, ...given) => void Promise.resolve().then(() => host.guard(() => host.watch(task(...given)))),
    getBuiltinModule: (name) => builtin(String(name).replace(/^node:/, '')),
    uptime: () => (host('now') - facts.began) / 1000,
    hrtime: Object.assign(
      (since) => {
        const ms = host('now');
        const time = [Math.floor(ms / 1000), (ms % 1000) * 1e6];
        if (!since) return time;
        const nanos = (time[0] - since[0]) * 1e9 + time[1] - since[1];
        return [Math.floor(nanos / 1e9), nanos % 1e9];
      },
      { bigint: () => BigInt(host('now')) * 1000000n },
    ),
    memoryUsage: Object.assign(() => host('memory'), { rss: () => host('memory').rss }),
    cpuUsage: () => ({ user: host('cpu') * 1000, system: 0 }),
    getuid: () => facts.uid,
    geteuid: () => facts.uid,
    getgid: () => facts.uid,
    umask: () => 18,
    emitWarning: (warning) => process.stderr.write('(node:' + facts.pid + ') Warning: ' + warning + '\n'),
    binding() {
      throw new Error('No such module');
    },
  });
  exported.exports = process;
})`;

export const consoleModule = String.raw`(function (exported, builtin, host) {
  const util = builtin('util');
  const counts = new Map();
  const times = new Map();
  let indent = '';
  const write = (fd, text) => host('write', { fd, text: (indent ? text.replace(/^/gm, indent) : text) + '\n' });
  const out = (...given) => write(1, util.format(...given));
  const err = (...given) => write(2, util.format(...given));
  exported.exports = {
    log: out,
    info: out,
    debug: out,
    error: err,
    warn: err,
    trace: (...given) => err('Trace: ' + util.format(...given)),
    dir: (value, options) => write(1, util.inspect(value, options)),
    table: (value) => write(1, util.inspect(value)),
    assert(holds, ...given) {
      if (!holds) err(given.length > 0 ? 'Assertion failed: ' + util.format(...given) : 'Assertion failed');
    },
    count(label = 'default') {
      counts.set(label, (counts.get(label) || 0) + 1);
      out(label + ': ' + counts.get(label));
    },
    group(...given) {
      if (given.length > 0) out(...given);
      indent += '  ';
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    time: (label = 'default') => void times.set(label, host('now')),
    timeEnd(label = 'default') {
      out(label + ': ' + (host('now') - (times.get(label) || host('now'))) + 'ms');
      times.delete(label);
    },
  };
})`;
