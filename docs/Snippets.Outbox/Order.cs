namespace Snippets.Outbox;

/// <summary>An order.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public int Number { get; set; }
}
