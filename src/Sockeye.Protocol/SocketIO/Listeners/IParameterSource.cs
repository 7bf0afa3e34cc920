namespace Sockeye;

/// <summary>What gives a handler those of its parameters that are not arguments of the event, such as services.</summary>
public interface IParameterSource
{
    /// <summary>Gets what a parameter is given.</summary>
    /// <param name="position">The parameter's position in the delegate, counted from 0.</param>
    /// <param name="value">What it is given, of the parameter's type.</param>
    /// <returns>False where the parameter takes the next argument of the event, or what its type says.</returns>
    bool TryGet(int position, out object? value);
}
