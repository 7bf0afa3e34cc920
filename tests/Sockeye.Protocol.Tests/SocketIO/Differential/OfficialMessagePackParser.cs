namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>The official socket.io-msgpack-parser.</summary>
public sealed class OfficialMessagePackParser() : OfficialParser("socket.io-msgpack-parser", "msgpack-parser.mjs");
