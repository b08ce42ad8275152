/** Node's http within the sandbox: servers and clients on the simulated network. */
export const httpModule = String.raw`(function (exported, builtin, host) {
  const EventEmitter = builtin('events');
  const { Readable } = builtin('stream');
  const { Buffer } = builtin('buffer');
  const STATUS_CODES = { 100: 'Continue', 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 301: 'Moved Permanently', 302: 'Found', 304: 'Not Modified', 307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 418: "I'm a Teapot", 422: 'Unprocessable Entity', 429: 'Too Many Requests', 500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };
  const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
  const textOf = (chunk) => (typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString() : Buffer.from(chunk).toString());
  const typed = (code, message) => Object.assign(new TypeError(message), { code });

  class IncomingMessage extends Readable {
    constructor(told) {
      super();
      Object.assign(this, { httpVersion: '1.1', headers: told.headers, complete: true, aborted: false });
      this.rawHeaders = Object.entries(told.headers).flat();
      if (told.body) this.push(told.body);
      this.push(null);
    }
    setTimeout() {
      return this;
    }
  }

  class ServerResponse extends EventEmitter {
    constructor(id, request) {
      super();
      Object.assign(this, { statusCode: 200, headersSent: false, finished: false, writableEnded: false, req: request, socket: request.socket, connection: request.socket, sendDate: true });
      Object.defineProperty(this, '_state', { value: { id, headers: {}, body: '', method: request.method, whole: true } });
    }
    setHeader(name, value) {
      if (this.headersSent) throw Object.assign(new Error('Cannot set headers after they are sent to the client'), { code: 'ERR_HTTP_HEADERS_SENT' });
      this._state.headers[name.toLowerCase()] = value;
      return this;
    }
    getHeader(name) {
      return this._state.headers[name.toLowerCase()];
    }
    getHeaders() {
      return Object.assign({}, this._state.headers);
    }
    hasHeader(name) {
      return name.toLowerCase() in this._state.headers;
    }
    removeHeader(name) {
      delete this._state.headers[name.toLowerCase()];
    }
    writeHead(status, reason, headers) {
      if (this.headersSent) throw Object.assign(new Error('Cannot write headers after they are sent to the client'), { code: 'ERR_HTTP_HEADERS_SENT' });
      if (!(status >= 100 && status <= 999)) throw Object.assign(new RangeError('Invalid status code: ' + status), { code: 'ERR_HTTP_INVALID_STATUS_CODE' });
      this.statusCode = status;
      const more = typeof reason === 'string' ? headers : reason;
      for (const [name, value] of Object.entries(more || {})) this.setHeader(name, value);
      this.headersSent = true;
      return this;
    }
    flushHeaders() {
      this.headersSent = true;
    }
    write(chunk, encoding, done) {
      if (this.finished) return void this.emit('error', Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' }));
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) throw typed('ERR_INVALID_ARG_TYPE', 'The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ' + (chunk === null ? 'null' : 'type ' + typeof chunk));
      this.headersSent = true;
      this._state.whole = false;
      this._state.body += textOf(chunk);
      const then = typeof encoding === 'function' ? encoding : done;
      if (then) setImmediate(then);
      return true;
    }
    end(chunk, encoding, done) {
      if (typeof chunk === 'function') return this.end(undefined, undefined, chunk);
      if (this.finished) return this;
      const state = this._state;
      if (chunk !== undefined && chunk !== null) {
        const { whole } = state;
        this.write(chunk);
        state.whole = whole;
      }
      this.headersSent = this.finished = this.writableEnded = true;
      const headers = {};
      for (const [name, value] of Object.entries(state.headers)) headers[name] = [].concat(value).join(', ');
      if (!headers.date && this.sendDate) headers.date = new Date().toUTCString();
      if (!headers.connection) Object.assign(headers, { connection: 'keep-alive', 'keep-alive': 'timeout=5' });
      if (state.whole && !('content-length' in headers)) headers['content-length'] = String(Buffer.byteLength(state.body));
      const body = state.method === 'HEAD' || this.statusCode === 204 || this.statusCode === 304 ? '' : state.body;
      host('respond', { id: state.id, status: this.statusCode, headers, body });
      const then = typeof encoding === 'function' ? encoding : done;
      setImmediate(() => {
        this.emit('finish');
        this.emit('close');
        if (then) then();
      });
      return this;
    }
    destroy() {
      host('hangUp', this._state.id);
    }
    setTimeout() {
      return this;
    }
  }

  class Server extends EventEmitter {
    constructor(options, handler) {
      super();
      const handle = typeof options === 'function' ? options : handler;
      if (handle) this.on('request', handle);
      this.listening = false;
      Object.assign(this, { timeout: 0, keepAliveTimeout: 5000, headersTimeout: 60000 });
    }
    listen(...given) {
      const then = given.find((one) => typeof one === 'function');
      if (then) this.once('listening', then);
      const first = given[0] && typeof given[0] === 'object' ? given[0].port : given[0];
      const port = first === undefined || typeof first === 'function' ? 0 : Number(first);
      if (!(port >= 0 && port < 65536)) throw Object.assign(new RangeError('options.port should be >= 0 and < 65536. Received ' + (typeof first === 'string' ? "type string ('" + first + "')" : 'type ' + typeof first + ' (' + first + ')') + '.'), { code: 'ERR_SOCKET_BAD_PORT' });
      this._hear = host.wait((told) => this._request(told));
      const bound = host('listen', { id: this._hear, port });
      if (bound.error) {
        host.forget(this._hear);
        setImmediate(() => this.emit('error', host.systemError(bound.error)));
        return this;
      }
      this.listening = true;
      this._port = bound.port;
      setImmediate(() => this.emit('listening'));
      return this;
    }
    _request(told) {
      const request = new IncomingMessage(told);
      const socket = Object.assign(new EventEmitter(), { remoteAddress: '::ffff:' + told.remote, remotePort: told.remotePort, remoteFamily: 'IPv6', localPort: this._port, encrypted: false, destroy() {}, setTimeout() {}, setKeepAlive() {}, end() {} });
      Object.assign(request, { method: told.method, url: told.path, socket, connection: socket });
      const response = new ServerResponse(told.request, request);
      if (!this.emit('request', request, response)) host('hangUp', told.request);
    }
    address() {
      return this.listening ? { address: '::', family: 'IPv6', port: this._port } : null;
    }
    close(then) {
      if (this.listening) host('close', this._port);
      this.listening = false;
      host.forget(this._hear);
      setImmediate(() => {
        this.emit('close');
        if (then) then();
      });
      return this;
    }
    setTimeout() {
      return this;
    }
    closeAllConnections() {}
    closeIdleConnections() {}
    ref() {
      return this;
    }
    unref() {
      return this;
    }
  }

  class ClientRequest extends EventEmitter {
    constructor(url, options) {
      super();
      Object.assign(this, { method: String(options.method || 'GET').toUpperCase(), path: url.pathname + url.search, host: url.hostname, finished: false, destroyed: false });
      Object.defineProperty(this, '_state', { value: { url, headers: {}, body: '', timer: undefined }, writable: true });
      for (const [name, value] of Object.entries(options.headers || {})) this.setHeader(name, value);
      if (options.timeout) this.setTimeout(options.timeout);
    }
    setHeader(name, value) {
      this._state.headers[name.toLowerCase()] = String(value);
    }
    getHeader(name) {
      return this._state.headers[name.toLowerCase()];
    }
    write(chunk) {
      this._state.body += textOf(chunk);
      return true;
    }
    setTimeout(ms, then) {
      if (then) this.on('timeout', then);
      this._state.timer = setTimeout(() => this.emit('timeout'), ms);
      return this;
    }
    _over() {
      if (this._state.timer) clearTimeout(this._state.timer);
    }
    end(chunk) {
      if (this.finished) return this;
      if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk);
      this.finished = true;
      const { url, headers, body } = this._state;
      const id = host.wait((told) => {
        host.forget(id);
        this._over();
        if (this.destroyed) return;
        if (told.error) return void this.emit('error', host.systemError(told.error));
        const response = new IncomingMessage(told);
        Object.assign(response, { statusCode: told.status, statusMessage: STATUS_CODES[told.status] || '', req: this });
        if (!this.emit('response', response)) response.resume();
        this.emit('close');
      });
      host('request', { id, method: this.method, url: url.origin + url.pathname + url.search, host: url.hostname, port: Number(url.port) || 80, headers, body });
      return this;
    }
    destroy(error) {
      if (this.destroyed) return this;
      this.destroyed = true;
      this._over();
      setImmediate(() => {
        this.emit('error', error || Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
        this.emit('close');
      });
      return this;
    }
    abort() {
      return this.destroy();
    }
    setNoDelay() {}
    flushHeaders() {}
  }

  function request(...given) {
    const { URL } = builtin('url');
    const then = typeof given[given.length - 1] === 'function' ? given.pop() : undefined;
    const options = typeof given[0] === 'string' || given[0] instanceof URL ? given[1] || {} : given[0] || {};
    const url = options === given[0] ? new URL((options.protocol || 'http:') + '//' + (options.hostname || String(options.host || 'localhost').split(':')[0]) + (options.port ? ':' + options.port : '') + (options.path || '/')) : new URL(given[0]);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw typed('ERR_INVALID_PROTOCOL', 'Protocol "' + url.protocol + '" not supported. Expected "http:"');
    const out = new ClientRequest(url, options);
    if (then) out.once('response', then);
    return out;
  }
  class Agent {}
  exported.exports = {
    STATUS_CODES,
    METHODS,
    IncomingMessage,
    ServerResponse,
    Server,
    ClientRequest,
    Agent,
    globalAgent: new Agent(),
    createServer: (options, handler) => new Server(options, handler),
    request,
    get: (...given) => request(...given).end(),
  };
})`;

export const fetchModule = String.raw`(function (exported, builtin) {
  const http = builtin('http');
  class Headers {
    constructor(values) {
      this._values = values;
    }
    get(name) {
      const value = this._values[name.toLowerCase()];
      return value === undefined ? null : value;
    }
    has(name) {
      return name.toLowerCase() in this._values;
    }
    forEach(act) {
      for (const [name, value] of Object.entries(this._values)) act(value, name, this);
    }
    [Symbol.iterator]() {
      return Object.entries(this._values)[Symbol.iterator]();
    }
  }
  exported.exports = {
    fetch: (url, options = {}) =>
      new Promise((done, fail) => {
        let sent;
        try {
          sent = http.request(String(url), { method: options.method, headers: options.headers });
        } catch (error) {
          return fail(Object.assign(new TypeError('fetch failed'), { cause: error }));
        }
        sent.on('error', (cause) => fail(Object.assign(new TypeError('fetch failed'), { cause })));
        sent.on('response', (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => (body += chunk));
          response.on('end', () =>
            done({
              ok: response.statusCode >= 200 && response.statusCode < 300,
              status: response.statusCode,
              statusText: response.statusMessage,
              url: String(url),
              headers: new Headers(response.headers),
              text: () => Promise.resolve(body),
              json: () => Promise.resolve().then(() => JSON.parse(body)),
            }),
          );
        });
        sent.end(options.body === undefined ? undefined : String(options.body));
      }),
  };
})`;
