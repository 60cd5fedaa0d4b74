/**
 * onnxruntime 1.30 reports its use to its maker unless this is set before it is loaded
 * (microsoft/onnxruntime #27379): import this before onnxruntime-node. Nothing but text for the
 * language model leaves the machine.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
