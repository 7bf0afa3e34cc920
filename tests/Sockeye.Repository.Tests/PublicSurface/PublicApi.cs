using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sockeye.Repository.Tests.PublicSurface;

/// <summary>Writes down what an assembly shows to others, one line a member, in an order that depends on names only.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(IsWritten).OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? string.Empty : "\n").Append(Head(type)).Append('\n');
            foreach (var (_, member) in Members(type))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal) && !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Head(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => $"enum {type.FullName} : {TypeNames.Of(Enum.GetUnderlyingType(type))}",
            { IsInterface: true } => $"interface {type.Namespace}.{TypeNames.Of(type)}",
            _ when IsDelegate(type) => $"delegate {type.Namespace}.{TypeNames.Of(type)}",
            { IsValueType: true } => $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : string.Empty)}struct {type.Namespace}.{TypeNames.Of(type)}",
            { IsAbstract: true, IsSealed: true } => $"static class {type.Namespace}.{TypeNames.Of(type)}",
            _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty)}class {type.Namespace}.{TypeNames.Of(type)}",
        };
        return kind + (type.IsEnum || IsDelegate(type) ? string.Empty : Inherited(type)) + TypeNames.Constraints(type.GetGenericArguments());
    }

    private static string Inherited(Type type)
    {
        var parents = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [TypeNames.Of(parent)] : Array.Empty<string>();
        var all = parents.Concat(type.GetInterfaces().Where(static candidate => candidate.IsVisible).Select(TypeNames.Of).Order(StringComparer.Ordinal)).ToArray();
        return all.Length > 0 ? $" : {string.Join(", ", all)}" : string.Empty;
    }

    // Constructors first, then by name; the values of an enum in their own order.
    private static IEnumerable<(string Name, string Text)> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .OrderBy(static field => Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture))
                .Select(static field => (field.Name, string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}")));
        }

        if (IsDelegate(type))
        {
            return [("Invoke", Signature(type.GetMethod("Invoke")!))];
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(static constructor => (string.Empty, $"{Access(constructor)}new({Parameters(constructor)})"))
            .Concat(type.GetFields(Declared).Where(static field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && IsWritten(field)).Select(static field => (field.Name, Field(field))))
            .Concat(type.GetProperties(Declared).Where(static property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(static property => (property.Name, Property(property))))
            .Concat(type.GetEvents(Declared).Where(static found => IsVisible(found.AddMethod!)).Select(static found => (found.Name, $"event {TypeNames.Of(found.EventHandlerType!)} {found.Name}")))
            .Concat(type.GetMethods(Declared).Where(static method => IsVisible(method) && IsWritten(method) && IsCalledByName(method)).Select(static method => (method.Name, Signature(method))))
            .Order();
    }

    private static bool IsDelegate(Type type) => typeof(Delegate).IsAssignableFrom(type);

    private static bool IsCalledByName(MethodInfo method) => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        (method.IsPublic ? string.Empty : method.IsFamily ? "protected " : "protected internal ")
        + (method.IsStatic ? "static " : string.Empty)
        + (method.DeclaringType!.IsInterface ? string.Empty
            : method.IsAbstract ? "abstract "
            : method is MethodInfo { IsVirtual: true, IsFinal: false } written
                ? written.GetBaseDefinition() != written ? "override " : method.DeclaringType.IsSealed ? string.Empty : "virtual "
                : string.Empty);

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {TypeNames.Of(field.FieldType)} {field.Name} = {TypeNames.Literal(field.GetRawConstantValue(), field.FieldType)}"
        : $"{(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{TypeNames.Of(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var verbs = accessors.Select(accessor => accessor == property.GetMethod ? "get;"
            : $"{(accessor.IsPublic == accessors[0].IsPublic ? string.Empty : "protected ")}{(isInit ? "init;" : "set;")}");
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : string.Empty;
        return $"{Access(accessors[0])}{(property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty)}{TypeNames.Of(property.PropertyType)}{Mark(property.PropertyType, Nullability.Create(property))} {property.Name}{index} {{ {string.Join(' ', verbs)} }}";
    }

    private static string Signature(MethodInfo method) =>
        $"{Access(method)}{TypeNames.Of(method.ReturnType)}{Mark(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{TypeNames.Arguments(method.GetGenericArguments())}({(method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty)}{Parameters(method)}){TypeNames.Constraints(method.GetGenericArguments())}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => string.Empty,
        };
        var fallback = parameter.HasDefaultValue ? $" = {TypeNames.Literal(parameter.DefaultValue, parameter.ParameterType)}" : string.Empty;
        return $"{passing}{TypeNames.Of(parameter.ParameterType)}{Mark(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{fallback}";
    }

    private static string Mark(Type type, NullabilityInfo nullability) =>
        !type.IsValueType && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable) ? "?" : string.Empty;
}
