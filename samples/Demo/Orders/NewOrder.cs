using System.Security.Cryptography;
using System.Text.Json;
using Demo.Accounts;
using Demo.Shell;

namespace Demo.Orders;

/// <summary>What a customer asks for.</summary>
internal sealed record NewOrder(string? ProductId, int Quantity, string? Name, string? Email)
{
    public const int MostOfOne = 20;
    private const int LongestName = 80;

    /// <summary>Hashes what it asks for: two that ask for the same have the same hash, however their JSON is written.</summary>
    public byte[] Hash() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Name = Name?.Trim(), Email = Email?.Trim() }));

    /// <summary>Says what is wrong with it, field by field; nothing where it can be placed.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        Check("productId", string.IsNullOrEmpty(ProductId), "Choose a product.");
        Check("quantity", Quantity is < 1 or > MostOfOne, $"Order 1 to {MostOfOne} of a product.");
        Check("name", string.IsNullOrWhiteSpace(Name), "Say who you are.");
        Check("name", Name?.Length > LongestName, $"A name has at most {LongestName} characters.");
        Check("name", Name is not null && HiddenCharacters.AreIn(Name), "A name is one line of text, without hidden characters.");
        if (EmailAddress.Problem(Email) is { } problem)
        {
            problems.Add("email", [problem]);
        }

        return problems;

        void Check(string field, bool isWrong, string message)
        {
            if (isWrong)
            {
                problems.TryAdd(field, [message]);
            }
        }
    }
}
