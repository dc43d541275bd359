/** A user of the installed package, CommonJS: Node's require() of an ES module. */
const assert = require('node:assert/strict');
const clearlist = require('clearlist');
const { nativeModules } = require('./native-modules.cjs');

assert(Object.keys(clearlist).length > 0);
assert.deepEqual(nativeModules(), [], 'require("clearlist") loads no native code');

console.log('CommonJS user: fine');
