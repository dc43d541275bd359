/** The native add-ons this process has loaded, as the operating system sees them. */
exports.nativeModules = () => process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node'));
