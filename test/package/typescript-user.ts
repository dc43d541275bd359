/** A user of the installed package, TypeScript: every declaration must stand on the package's own dependencies. */
import * as clearlist from 'clearlist';
import * as node from 'clearlist/node';
import * as testing from 'clearlist/testing';

export const entries: readonly object[] = [clearlist, node, testing];
