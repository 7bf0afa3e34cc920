using System.Globalization;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.Json;

/// <summary>Doubles are compared with JavaScript's own in the differential tests; these are the floats, which JavaScript does not have.</summary>
public class JavaScriptNumberTests
{
    [Fact]
    public void A_float_is_written_in_the_shape_of_javascript_and_is_read_back_as_the_same_float()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var number = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!float.IsFinite(number))
            {
                continue;
            }

            var text = Packets.Event(number)["""2["e",""".Length..^1];

            Assert.Equal(number, float.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(JavaScriptNumber.ToString(double.Parse(text, CultureInfo.InvariantCulture)), text);
        }
    }
}
