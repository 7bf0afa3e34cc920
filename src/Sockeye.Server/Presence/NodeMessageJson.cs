using System.Text.Json.Serialization;

namespace Sockeye.Server.Presence;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeMessage))]
internal sealed partial class NodeMessageJson : JsonSerializerContext;
