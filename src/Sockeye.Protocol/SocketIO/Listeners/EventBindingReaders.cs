using Sockeye.Protocol.SocketIO;

namespace Sockeye;

/// <content>The readers of the families, one for each number of parameters.</content>
public abstract partial class EventBinding
{
    private static ValueTuple Read(ref ArgumentReader reader) => default;

    private static ValueTuple<T1> Read<T1>(ref ArgumentReader reader) =>
        new(reader.Parameter<T1>()!);

    private static (T1, T2) Read<T1, T2>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!);

    private static (T1, T2, T3) Read<T1, T2, T3>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!);

    private static (T1, T2, T3, T4) Read<T1, T2, T3, T4>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!, reader.Parameter<T4>()!);

    private static (T1, T2, T3, T4, T5) Read<T1, T2, T3, T4, T5>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!, reader.Parameter<T4>()!, reader.Parameter<T5>()!);

    private static (T1, T2, T3, T4, T5, T6) Read<T1, T2, T3, T4, T5, T6>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!, reader.Parameter<T4>()!, reader.Parameter<T5>()!, reader.Parameter<T6>()!);

    private static (T1, T2, T3, T4, T5, T6, T7) Read<T1, T2, T3, T4, T5, T6, T7>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!, reader.Parameter<T4>()!, reader.Parameter<T5>()!, reader.Parameter<T6>()!, reader.Parameter<T7>()!);

    private static (T1, T2, T3, T4, T5, T6, T7, T8) Read<T1, T2, T3, T4, T5, T6, T7, T8>(ref ArgumentReader reader) =>
        (reader.Parameter<T1>()!, reader.Parameter<T2>()!, reader.Parameter<T3>()!, reader.Parameter<T4>()!, reader.Parameter<T5>()!, reader.Parameter<T6>()!, reader.Parameter<T7>()!, reader.Parameter<T8>()!);
}
