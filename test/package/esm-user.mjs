/** A user of the installed package, ES modules. */
import assert from 'node:assert/strict';
import * as clearlist from 'clearlist';
import { nativeModules } from './native-modules.cjs';

assert(Object.keys(clearlist).length > 0);
assert.deepEqual(nativeModules(), [], 'import "clearlist" loads no native code');

// The check itself: once DuckDB is loaded, it is seen.
await import('@duckdb/node-api');
assert.notDeepEqual(nativeModules(), []);

console.log('ES module user: fine');
