/** A user of the installed package where the optional @duckdb/node-api is not installed. */
import assert from 'node:assert/strict';
import * as clearlist from 'clearlist';
import * as node from 'clearlist/node';
import * as testing from 'clearlist/testing';

await assert.rejects(import('@duckdb/node-api'), { code: 'ERR_MODULE_NOT_FOUND' });
for (const entry of [clearlist, node, testing]) assert(Object.keys(entry).length > 0);

console.log('user without DuckDB: fine');
