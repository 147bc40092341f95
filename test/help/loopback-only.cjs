/**
 * The net under the tests: in every process and worker that `npm test` starts, a connection to anything but this machine
 * throws before a packet is sent. The program's own guard is what the tests hold; this is for the day it is broken.
 * Plain JavaScript, because an older Node may be among those processes, and CommonJS, because workers preload no modules.
 */
'use strict';

const { isIP, Socket } = require('node:net');

const isLoopback = (address) => /^(?:::ffff:)?127\.|^::1$/i.test(address);
const escape = (address) => new Error(`a test tried to connect to ${address}`);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function connectOnLoopback(...args) {
  // net.connect hands over an array of what it made of its arguments.
  const given = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof given[0] === 'object' && given[0] !== null ? given[0].host : given[1];
  if (typeof host === 'string' && isIP(host) !== 0 && !isLoopback(host)) throw escape(host);
  // A name is known by its addresses only; a socket destroyed here is not connected.
  this.on('lookup', (_error, address) => {
    if (typeof address === 'string' && !isLoopback(address)) this.destroy(escape(address));
  });
  return connect.apply(this, args);
};
